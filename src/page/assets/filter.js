// Filters of long lists: what is typed or chosen is asked for at once, and the list takes the place
// of the one before. Without this script the button of the form does it.
"use strict";
(() => {
  const PAUSE = 150;
  for (const form of document.querySelectorAll("form[data-filter]")) {
    const names = [form.dataset.filter, `${form.dataset.filter}-count`];
    let timer, asked;
    const ask = async () => {
      asked?.abort();
      asked = new AbortController();
      const address = new URL(form.action);
      address.search = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      try {
        const answer = await fetch(address, { signal: asked.signal });
        if (!answer.ok) return;
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        for (const name of names) {
          const [own, other] = [document, page].map((from) => from.getElementById(name));
          if (own && other) own.replaceChildren(...other.childNodes);
        }
        history.replaceState(null, "", address);
      } catch {
        // Whoever typed on has asked anew; the button is there for everything else.
      }
    };
    const soon = () => {
      clearTimeout(timer);
      timer = setTimeout(ask, PAUSE);
    };
    form.addEventListener("input", soon);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      ask();
    });
  }
})();
