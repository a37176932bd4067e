// Sets the chosen theme before the first paint, so that a page never flashes.
// Loaded blocking from the head; everything else waits in loggia.js.
(function () {
  "use strict";
  var root = document.documentElement;
  var key = "loggia-theme";

  function read() {
    try {
      var choice = localStorage.getItem(key);
      return choice === "light" || choice === "dark" ? choice : "auto";
    } catch (error) {
      return "auto"; // Storage is closed to us: follow the system.
    }
  }

  function apply(choice) {
    if (choice === "auto") root.removeAttribute("data-theme");
    else root.setAttribute("data-theme", choice);
    // The browser's own bars follow too: two tags, one for each preference of the system.
    document.querySelectorAll('meta[name="theme-color"]').forEach(function (tag) {
      var own = tag.media.indexOf("dark") > 0 ? "dark" : "light";
      tag.content = (choice === "auto" ? own : choice) === "dark" ? "#171512" : "#fcfbf9";
    });
  }

  window.loggiaTheme = {
    get: read,
    set: function (choice) {
      try {
        if (choice === "auto") localStorage.removeItem(key);
        else localStorage.setItem(key, choice);
      } catch (error) { /* The choice lasts as long as the page. */ }
      apply(choice);
    },
  };

  root.classList.add("js");
  apply(read());
  // Another tab changed its mind.
  window.addEventListener("storage", function (event) {
    if (event.key === key || event.key === null) apply(read());
  });
})();
