// What readers choose on pages written for Microsoft Learn: one of several tabs, a platform, a
// version. Without this script everything is shown, each part under its label.
(() => {
  "use strict";
  const { $, $$, make } = window.loggia;

  /** What was chosen before, the latest last. */
  const memory = {
    read(key) {
      try { return JSON.parse(localStorage.getItem(key)) || []; } catch (error) { return []; }
    },
    write(key, values) {
      try { localStorage.setItem(key, JSON.stringify(values.slice(-30))); } catch (error) { /* no storage */ }
    },
    add(key, value) {
      this.write(key, [...this.read(key).filter((other) => other !== value), value]);
    },
  };

  /** Hides an element in a way that finding in the page can undo, where the browser knows how. */
  const conceal = (element, isHidden) => {
    if (!isHidden) element.removeAttribute("hidden");
    else element.setAttribute("hidden", "onbeforematch" in element ? "until-found" : "");
  };

  // -- Tabs: the same tab is chosen everywhere on the page, and on the next page ----------------
  const groups = $$(".tabs").map((element, number) => {
    const panels = $$(":scope > .tab", element);
    const group = { element, panels, buttons: new Map(), selected: "" };
    const list = make("div", { className: "tab-list", role: "tablist", "aria-label": "Variants" });
    panels.forEach((panel, index) => {
      const id = panel.dataset.tab;
      const title = $(":scope > .tab-title", panel);
      if (!group.buttons.has(id)) {
        const button = make("button", { type: "button", role: "tab", id: `tab-${number}-${index}` }, title.textContent);
        button.addEventListener("click", () => choose(id, button));
        group.buttons.set(id, button);
        list.append(button);
      }
      title.hidden = true;
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", group.buttons.get(id).id);
      panel.id ||= `panel-${number}-${index}`;
      panel.addEventListener("beforematch", () => choose(id));
    });
    list.addEventListener("keydown", (event) => {
      const buttons = [...group.buttons.values()];
      const at = buttons.indexOf(document.activeElement);
      const forward = getComputedStyle(list).direction === "rtl" ? -1 : 1;
      const next = { ArrowRight: at + forward, ArrowLeft: at - forward, Home: 0, End: buttons.length - 1 }[event.key];
      if (at < 0 || next === undefined) return;
      event.preventDefault();
      const button = buttons[(next + buttons.length) % buttons.length];
      button.focus();
      button.click();
    });
    element.prepend(list);
    element.classList.add("is-live");
    group.selected = panels[0]?.dataset.tab;
    return group;
  });

  function choose(id, button) {
    // What is above the button changes its height: the reader's place must not jump.
    const before = button?.getBoundingClientRect().top;
    for (const group of groups) if (group.buttons.has(id)) group.selected = id;
    memory.add("loggia-tabs", id);
    showTabs();
    if (button) scrollBy({ top: button.getBoundingClientRect().top - before, behavior: "instant" });
  }

  function showTabs() {
    const current = new Set(groups.map((group) => group.selected));
    for (const { panels, buttons, selected } of groups) {
      const own = panels.filter((panel) => panel.dataset.tab === selected);
      // A tab may depend on what is chosen elsewhere.
      const shown = own.find((panel) => current.has(panel.dataset.condition))
        || own.find((panel) => !panel.dataset.condition) || own[0];
      for (const panel of panels) conceal(panel, panel !== shown);
      for (const [id, button] of buttons) {
        button.setAttribute("aria-selected", id === selected);
        button.tabIndex = id === selected ? 0 : -1;
        if (id === selected && shown) button.setAttribute("aria-controls", shown.id);
      }
    }
  }

  if (groups.length) {
    for (const id of memory.read("loggia-tabs")) {
      for (const group of groups) if (group.buttons.has(id)) group.selected = id;
    }
    showTabs();
  }

  // -- Platforms and versions: all are shown until the reader chooses one -----------------------
  const choices = [
    choice("Platform", ".zone[data-pivots]", "loggia-pivots", (zone) => {
      const titles = (zone.dataset.titles || "").split("|");
      return zone.dataset.pivots.split(" ").filter(Boolean).map((id, index) => [id, titles[index] || id]);
    }),
    choice("Version", ".zone[data-versions]", "loggia-versions", (zone) =>
      zone.dataset.versions.split(" ").filter(Boolean).map((id) => [id, id])),
  ].filter(Boolean);

  /** A bar of buttons for the zones of one kind. */
  function choice(label, selector, key, optionsOf) {
    const zones = $$(selector).map((element) => ({ element, options: optionsOf(element) }));
    const options = new Map(zones.flatMap((zone) => zone.options));
    if (options.size < 2) return null;
    const bar = make("div", { className: "choice", role: "group", "aria-label": label }, make("span", { className: "choice-label" }, label));
    const buttons = new Map();
    const show = (chosen) => {
      for (const { element, options: own } of zones) {
        element.classList.toggle("is-chosen", chosen !== "");
        conceal(element, chosen !== "" && !own.some(([id]) => id === chosen));
      }
      for (const [id, button] of buttons) button.setAttribute("aria-pressed", id === chosen);
    };
    for (const [id, title] of [["", "All"], ...options]) {
      const button = make("button", { type: "button" }, title);
      button.addEventListener("click", () => {
        const others = memory.read(key).filter((other) => !options.has(other));
        memory.write(key, id ? [...others, id] : others);
        show(id);
      });
      buttons.set(id, button);
      bar.append(button);
    }
    for (const { element } of zones) element.addEventListener("beforematch", () => show(""));
    const above = $$(".choice").at(-1) || $(".prose h1");
    if (above) above.after(bar);
    else $(".prose").prepend(bar);
    show(memory.read(key).findLast((id) => options.has(id)) || "");
    return { zones, show };
  }

  // -- What an address names is shown, wherever it stands ---------------------------------------
  const reveal = () => {
    let named;
    try { named = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (error) { return; }
    if (!named?.closest("[hidden]")) return;
    for (let tab = named.closest(".tab"); tab; tab = tab.parentElement.closest(".tab")) {
      if (tab.dataset.tab && tab.hidden !== false) choose(tab.dataset.tab);
    }
    for (const { zones, show } of choices) {
      if (zones.some(({ element }) => element.contains(named) && element.hidden !== false)) show("");
    }
    named.scrollIntoView();
  };
  if (groups.length || choices.length) {
    addEventListener("hashchange", reveal);
    reveal();
  }
})();
