// The navigation tree beyond what the page brings: branches are fetched when they open, a filter
// looks through all names, arrow keys walk, and what a reader has opened stays open on the next
// page. Without this file the same places are reached by plain links.
(() => {
  "use strict";
  const { $, $$, make } = window.loggia;
  const tree = $(".tree");
  if (!tree) return;
  const root = new URL(document.body.dataset.root || "./", document.baseURI);
  const data = new URL(tree.dataset.tree, document.baseURI);
  const contents = new URL(tree.dataset.contents, document.baseURI);
  const here = location.href.split("#")[0];

  // -- What outlives the page -----------------------------------------------------------------
  // Names hold the version of the tree, so that branches of another revision are not mistaken.
  const memory = {
    get(name) {
      try { return JSON.parse(sessionStorage.getItem(data.pathname + name)); } catch (error) { return null; }
    },
    set(name, value) {
      try { sessionStorage.setItem(data.pathname + name, JSON.stringify(value)); } catch (error) { /* full, or none */ }
    },
  };
  const state = memory.get("state") || {};
  const open = new Set(state.open); // Branches that the reader has opened.
  const whole = new Set(state.whole); // Branches shown to their ends.
  const save = () => memory.set("state", { open: [...open], whole: [...whole] });

  /** The entries of a branch: at once where this session has read them before. */
  const known = (branch) => memory.get(`${branch}.json`);
  async function load(branch) {
    const before = known(branch);
    if (before) return before;
    const answer = await fetch(new URL(`${branch}.json`, data));
    if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
    const entries = await answer.json();
    memory.set(`${branch}.json`, entries);
    return entries;
  }

  // -- Entries: what the templates write, written here ------------------------------------------
  const placeOf = (branch) => `${contents.href}#branch-${branch}`;
  const hrefOf = (entry) =>
    entry.url ? new URL(entry.url, root).href : entry.branch === undefined ? "" : placeOf(entry.branch);

  function item(entry) {
    const href = hrefOf(entry);
    const kind = entry.url ? "" : href ? " is-group" : " is-draft";
    const line = make(href ? "a" : "span", { className: `tree-link${kind}` });
    if (href) line.href = href;
    if (href === here) line.setAttribute("aria-current", "page");
    if (entry.number) line.append(make("span", { className: "tree-number" }, entry.number), " ");
    line.append(entry.title);
    return make("li", null, line, ...(entry.branch === undefined ? [] : [fold(entry.branch, entry.title)]));
  }

  /** A branch that is filled when it opens. */
  function fold(branch, title) {
    const label = make("span", { className: "visually-hidden" }, `Chapters in ${title}`);
    const details = make("details", { "data-branch": branch },
      make("summary", { className: "tree-toggle" }, label), make("ul"));
    unfold(details);
    return details;
  }

  /** Opens a branch that the reader has left open. */
  function unfold(details) {
    if (!open.has(details.dataset.branch)) return;
    details.open = true;
    const entries = known(details.dataset.branch);
    if (entries) fill(details, entries);
  }

  function fill(details, entries) {
    const list = $("ul", details);
    if (!list.firstElementChild) list.append(...entries.map(item));
  }

  async function fetchInto(details) {
    if ($("li", details)) return;
    details.setAttribute("aria-busy", "true");
    try {
      fill(details, await load(details.dataset.branch));
    } catch (error) { // The tree has changed, or this is a file: the page of all contents remains.
      location.assign(placeOf(details.dataset.branch));
    }
    details.removeAttribute("aria-busy");
  }

  for (const link of $$("a.tree-toggle", tree)) link.replaceWith(fold(link.dataset.branch, link.previousElementSibling.textContent));
  $$("details", tree).forEach(unfold);
  // The event does not bubble. It also comes for branches that were open from the start.
  tree.addEventListener("toggle", (event) => { if (event.target.open) fetchInto(event.target); }, true);

  const remember = (details, isOpen) => {
    if (isOpen) open.add(details.dataset.branch);
    else open.delete(details.dataset.branch);
    save();
  };
  const flip = (details) => {
    details.open = !details.open;
    remember(details, details.open);
  };

  // -- Levels that were cut: all of them in place -------------------------------------------------
  function complete(branch, entries) {
    const old = new Map($$("li > a.tree-link", tree).map((link) => [link.href, link.parentElement]));
    const items = entries.map((entry) => old.get(hrefOf(entry)) || item(entry));
    if (branch !== "top") {
      $(`details[data-branch="${branch}"] > ul`, tree)?.replaceChildren(...items);
      return;
    }
    const parts = [];
    let title = null;
    entries.forEach((entry, at) => {
      const part = entry.part || "";
      if (part !== title) {
        if (part) parts.push(make("p", { className: "tree-part", "aria-hidden": "true" }, part));
        parts.push(make("ul", part ? { "aria-label": part } : null));
        title = part;
      }
      parts.at(-1).append(items[at]);
    });
    tree.replaceChildren(...parts);
  }

  async function showRest(link) {
    const branch = link.dataset.rest;
    const line = link.parentElement;
    const isBefore = !!line.nextElementSibling && !line.previousElementSibling;
    // The entry beside the link stays where the reader sees it.
    const beside = isBefore ? line.nextElementSibling : line.previousElementSibling;
    const top = beside.getBoundingClientRect().top;
    try {
      complete(branch, await load(branch));
    } catch (error) {
      location.assign(link.href);
      return;
    }
    whole.add(branch);
    save();
    tree.scrollTop += beside.getBoundingClientRect().top - top;
    const next = isBefore ? beside.previousElementSibling : beside.nextElementSibling;
    $(".tree-link", next || beside)?.focus({ preventScroll: true });
  }

  for (const branch of whole) {
    const entries = $(`[data-rest="${branch}"]`, tree) && known(branch);
    if (entries) complete(branch, entries);
  }

  // -- Clicks ---------------------------------------------------------------------------------------
  tree.addEventListener("click", (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const summary = event.target.closest(".tree-toggle");
    if (summary) return remember(summary.parentElement, !summary.parentElement.open);
    const link = event.target.closest("a");
    if (!link) return;
    if (link.dataset.rest) {
      event.preventDefault();
      showRest(link);
    } else if (link.classList.contains("is-group")) {
      event.preventDefault();
      flip(link.nextElementSibling);
    } else {
      const offset = link.getBoundingClientRect().top - tree.getBoundingClientRect().top;
      memory.set("place", { href: link.href, offset });
    }
  });

  // -- Place: the entry that was clicked stays under the pointer, else the scroll position holds ---
  const current = $("[aria-current]", tree);
  const place = memory.get("place") || {};
  function settle() {
    const outer = tree.getBoundingClientRect();
    if (!outer.height) return; // The drawer is closed.
    if (current && place.href === here) {
      tree.scrollTop += current.getBoundingClientRect().top - outer.top - place.offset;
    } else {
      tree.scrollTop = place.top || 0;
    }
    reveal();
  }
  function reveal() {
    if (!current) return;
    const [outer, inner] = [tree, current].map((element) => element.getBoundingClientRect());
    if (inner.top < outer.top + 8 || inner.bottom > outer.bottom - 8) {
      tree.scrollTop += inner.top - outer.top - outer.height / 2;
    }
  }
  settle();
  addEventListener("pagehide", () => {
    const { href, offset } = memory.get("place") || {};
    memory.set("place", { href, offset, top: tree.scrollTop });
  });
  $("#navigation").addEventListener("toggle", (event) => { if (event.newState === "open") settle(); });

  // -- Filter: all names of the book ----------------------------------------------------------------
  const field = $(".tree-filter input");
  const MOST = 60;
  const folded = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  let names, found;

  /** All entries with their names folded and the names above them. */
  async function allNames() {
    names ||= fetch(new URL("names.json", data)).then((answer) => {
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      return answer.json();
    }).then((entries) => {
      for (const entry of entries) {
        const above = entries[entry.parent];
        entry.folded = folded(entry.title);
        // Parents come first, so theirs is known.
        entry.trail = above ? [...above.trail, above.title] : entry.part ? [entry.part] : [];
      }
      return entries;
    });
    names.catch(() => { names = undefined; }); // The next letter may succeed.
    return names;
  }

  /** Entries whose name holds all words: first those that begin with them, then at words' starts. */
  function matches(entries, query) {
    const words = folded(query).split(/\s+/).filter(Boolean);
    const rank = (entry) => {
      if (!words.every((word) => entry.folded.includes(word))) return -1;
      if (entry.folded.startsWith(words.join(" "))) return 0;
      return words.every((word) => ` ${entry.folded}`.includes(` ${word}`)) ? 1 : 2;
    };
    const ranked = entries.filter(hrefOf).map((entry) => [rank(entry), entry]).filter(([at]) => at >= 0);
    return ranked.sort((a, b) => a[0] - b[0]).map(([, entry]) => entry);
  }

  function clear() {
    found?.remove();
    found = undefined;
    tree.hidden = false;
    $(".tree-count").textContent = "";
  }

  async function filter() {
    const query = field.value.trim();
    if (!query) return clear();
    let all;
    try {
      all = await allNames();
    } catch (error) {
      $(".tree-count").textContent = "The names could not be loaded.";
      return;
    }
    if (field.value.trim() !== query) return; // Typed on meanwhile.
    const hits = matches(all, query);
    const items = hits.slice(0, MOST).map((entry) => {
      const trail = entry.trail.length ? [make("p", { className: "tree-trail" }, entry.trail.join(" / "))] : [];
      return make("li", null, make("a", { className: "tree-link", href: hrefOf(entry) }, entry.title), ...trail);
    });
    const rest = hits.length - items.length;
    if (rest > 0) items.push(make("li", { className: "tree-trail" }, `${rest} more match. More letters find fewer.`));
    if (!hits.length) items.push(make("li", { className: "tree-trail" }, "No name holds these words."));
    const list = make("div", { className: "tree tree-found" }, make("ul", { "aria-label": "Matching names" }, ...items));
    if (found) found.replaceWith(list);
    else tree.before(list);
    found = list;
    tree.hidden = true;
    $(".tree-count").textContent = `${hits.length} ${hits.length === 1 ? "name" : "names"}`;
  }

  if (field) {
    field.addEventListener("focus", () => { allNames().catch(() => {}); }); // Warm up.
    field.addEventListener("input", filter);
    field.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      const first = found && $("a", found);
      if (event.key === "Escape" && field.value) {
        event.preventDefault();
        field.value = "";
        clear();
      } else if (event.key === "ArrowDown") {
        event.preventDefault();
        (first || $("a", tree))?.focus();
      } else if (event.key === "Enter") {
        first?.click();
      }
    });
  }

  // -- Arrow keys: up and down through what is shown, right and left into and out of branches ------
  $("#navigation").addEventListener("keydown", (event) => {
    const line = event.target.closest(".tree li");
    if (!line || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    const container = line.closest(".tree");
    const details = $(":scope > details", line);
    const link = $(":scope > a", line);
    const go = (step) => {
      const stops = $$("li > a", container).filter((stop) => stop.checkVisibility?.() ?? true);
      const at = stops.indexOf(link);
      const next = step === "first" ? stops[0] : step === "last" ? stops.at(-1) : stops[at + step];
      if (next) next.focus();
      else if (at === 0 && field) field.focus();
    };
    const actions = {
      ArrowDown: () => go(1), ArrowUp: () => go(-1), Home: () => go("first"), End: () => go("last"),
      ArrowRight: () => {
        if (details && !details.open) flip(details);
        else if (details) $("li > a", details)?.focus();
      },
      ArrowLeft: () => {
        if (details?.open) flip(details);
        else $(":scope > a", line.parentElement.closest("li") || line)?.focus();
      },
      Escape: () => { if (found && field) field.focus(); },
    };
    if (!actions[event.key] || (event.key === "Escape" && !found)) return;
    event.preventDefault();
    actions[event.key]();
  });
})();
