// Sets the chosen theme before anything is painted, so that it never flashes.
(() => {
  let theme = null;
  try { theme = localStorage.getItem("loggia-theme"); } catch { /* storage is forbidden */ }
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
})();
