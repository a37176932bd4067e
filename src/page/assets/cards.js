// A card that tells what a link leads to, for links between pages of the book. It is made of the
// page itself, which the browser keeps. Without it a link is a link.
(() => {
  "use strict";
  const { $, $$, make } = window.loggia;
  const root = new URL(document.body.dataset.root || "./", document.baseURI);
  const here = location.href.split("#")[0];
  const pages = new Map([[here, Promise.resolve(document)]]);
  const LONGEST = 320; // Characters of its text.
  const card = make("div", { className: "card-peek", id: "card-peek", role: "tooltip", popover: "manual" });
  let shown, timer;

  const load = (address) => {
    if (!pages.has(address)) {
      pages.set(address, fetch(address, { headers: { accept: "text/html" } })
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
        .then((html) => new DOMParser().parseFromString(html, "text/html")));
    }
    return pages.get(address);
  };

  const words = (element) => {
    const copy = element.cloneNode(true);
    $$(".anchor, .copy, script, .footnote-reference", copy).forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  };

  /** Title, text and some facts of what an address names on a page. */
  function read(page, id) {
    const main = $(".prose", page) || $("main", page);
    let place = id ? page.getElementById(id) : main && $("h1", main);
    if (!place && id) return;
    const term = place?.closest(".term");
    const row = place?.closest("tr");
    if (row) {
      const names = $$("thead th", row.closest("table")).map(words);
      const cells = [...row.cells].map(words);
      const facts = cells.slice(1).map((cell, at) => [names[at + 1] || "", cell]).filter(([, cell]) => cell);
      return { title: cells[0], text: "", facts: facts.slice(0, 4) };
    }
    if (place && !/^H[1-6]$/.test(place.tagName) && !term) place = $("h1, h2, h3, figcaption", place) || place;
    const title = place ? words(term ? $("h2, h3", term) || place : place) : page.title;
    let text = "";
    const facts = [];
    const level = Number(/^H([1-6])$/.exec(place?.tagName || "")?.[1] || 0);
    for (let next = term ? $("h2, h3", term)?.nextElementSibling : place?.nextElementSibling; next; next = next.nextElementSibling) {
      const other = /^H([1-6])$/.exec(next.tagName);
      if (other && (Number(other[1]) <= level || text)) break;
      if (!text && next.matches("p:not(.term-meta)")) text = words(next);
      for (const fact of next.matches(".facts") ? $$(".fact-list > li", next).slice(0, 4) : []) {
        facts.push([words($(".fact-property", fact)), words($(".fact-value", fact))]);
      }
      if (next.matches(".facts")) break;
    }
    if (!text && !facts.length && !id) text = $("meta[name=description]", page)?.content || "";
    return { title, text: text.length > LONGEST ? `${text.slice(0, LONGEST).replace(/\s+\S*$/, "")} …` : text, facts };
  }

  function place(link) {
    const at = link.getBoundingClientRect();
    const own = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, innerWidth - own.width - 8));
    const below = at.bottom + 8 + own.height < innerHeight || at.top < own.height + 8;
    card.style.left = `${left}px`;
    card.style.top = `${below ? at.bottom + 8 : at.top - own.height - 8}px`;
  }

  function hide() {
    clearTimeout(timer);
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown = undefined;
    if (card.matches(":popover-open")) card.hidePopover();
  }

  async function show(link) {
    const url = new URL(link.href);
    const address = url.href.split("#")[0];
    shown = link;
    try {
      const about = read(await load(address), decodeURIComponent(url.hash.slice(1)));
      if (shown !== link || !about || !(about.text || about.facts.length)) return;
      card.replaceChildren(make("p", { className: "card-peek-title" }, about.title));
      if (about.text) card.append(make("p", null, about.text));
      if (about.facts.length) {
        card.append(make("dl", null, ...about.facts.map(([name, value]) =>
          make("div", null, make("dt", null, name), make("dd", null, value)))));
      }
      if (!card.isConnected) document.body.append(card);
      card.showPopover();
      place(link);
      link.setAttribute("aria-describedby", card.id);
    } catch (error) { /* Nothing is known of it. */ }
  }

  const wanted = (target) => {
    const link = target.closest?.(".prose a[href], .backlinks a[href], .stated a[href]");
    if (!link || link.matches(".anchor, .external, .figure-zoom, .drawn-open, .fact-place, .footnote-reference a, .footnote-back, .stated li a")) return;
    if (link.closest("svg") || !link.href.startsWith(root.href)) return;
    // A place of this page needs no card where it is in sight.
    const { hash } = new URL(link.href);
    if (link.href.split("#")[0] === here && !document.getElementById(decodeURIComponent(hash.slice(1)))) return;
    return link;
  };
  const soon = (link, wait) => {
    if (link === shown) return;
    hide();
    timer = setTimeout(show, wait, link);
  };
  if (!("popover" in HTMLElement.prototype)) return;
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = wanted(event.target);
    if (link) soon(link, 300);
    else if (!event.target.closest?.(".card-peek")) hide();
  });
  document.addEventListener("focusin", (event) => {
    const link = event.target.matches(":focus-visible") && wanted(event.target);
    if (link) soon(link, 500);
    else hide();
  });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });
  addEventListener("scroll", hide, { passive: true });
  document.documentElement.addEventListener("pointerleave", hide);
})();
