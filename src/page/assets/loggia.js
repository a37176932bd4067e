// What the pages do beyond reading: each block enhances one part of a page that already works
// without it, and does nothing where that part is absent.
(() => {
  "use strict";
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const root = new URL(document.body.dataset.root || "./", document.baseURI);

  /** Makes an element: make("p", { className: "x" }, "text", child). */
  function make(tag, properties, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties || {})) {
      if (name in element) element[name] = value;
      else element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  /** Text with <mark> and character references, as nodes: nothing else becomes an element. */
  function marked(html) {
    const fragment = document.createDocumentFragment();
    const text = (part) => new DOMParser().parseFromString(part.replace(/</g, "&lt;"), "text/html").body.textContent;
    for (const part of String(html || "").split(/(<mark>.*?<\/mark>)/s)) {
      if (!part) continue;
      const inner = /^<mark>(.*)<\/mark>$/s.exec(part);
      // The parser drops white space at the edges; keep it.
      const [, before, middle, after] = /^(\s*)(.*?)(\s*)$/s.exec(inner ? inner[1] : part);
      const whole = before + text(middle) + after;
      fragment.append(inner ? make("mark", null, whole) : whole);
    }
    return fragment;
  }

  /** Says whether a key pressed now belongs to a field. */
  const typing = (event) => event.target.closest?.("input, textarea, select, [contenteditable]");

  // -- Statements: what an address names is unfolded -----------------------------------------
  {
    const reveal = () => {
      const named = $(".facts :target");
      if (!named) return;
      for (let fold = named.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
      named.scrollIntoView({ block: "center" });
    };
    addEventListener("hashchange", reveal);
    reveal();
  }

  // -- Theme ---------------------------------------------------------------------------------
  {
    const buttons = $$("[data-theme-choice]");
    const show = () => buttons.forEach((button) =>
      button.setAttribute("aria-pressed", button.dataset.themeChoice === window.loggiaTheme.get()));
    for (const button of buttons) {
      button.addEventListener("click", () => {
        window.loggiaTheme.set(button.dataset.themeChoice);
        show();
        $("#theme").hidePopover?.();
      });
    }
    if (window.loggiaTheme) show();
  }

  // -- Contents: follow the reader -------------------------------------------------------------
  {
    const links = $$(".contents-spy a, .contents-fold .contents a");
    const here = $(".contents-here");
    const headings = [...new Set(links.map((link) => decodeURIComponent(link.hash.slice(1))))]
      .map((id) => document.getElementById(id)).filter(Boolean);
    if (headings.length && "IntersectionObserver" in window) {
      let shown;
      const follow = () => {
        const line = innerHeight * 0.3;
        const passed = headings.filter((heading) => heading.getBoundingClientRect().top < line);
        const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 4 && scrollY > 0;
        const heading = atEnd ? headings.at(-1) : passed.at(-1);
        if (heading === shown) return;
        shown = heading;
        for (const link of links) {
          if (heading && decodeURIComponent(link.hash.slice(1)) === heading.id) {
            link.setAttribute("aria-current", "true");
            if (here && link.closest(".contents-fold")) here.textContent = link.textContent;
            for (const scroller of [link.closest(".contents-spy"), link.closest(".margin")]) {
              if (!scroller || scroller.scrollHeight <= scroller.clientHeight) continue;
              scroller.scrollTop = link.offsetTop - scroller.clientHeight / 2;
            }
          } else {
            link.removeAttribute("aria-current");
          }
        }
        if (!heading && here) here.textContent = "";
      };
      // Headings crossing the line, or leaving and entering the window, are the only news.
      const watch = (rootMargin) => {
        const observer = new IntersectionObserver(follow, { rootMargin });
        headings.forEach((heading) => observer.observe(heading));
      };
      watch("0px 0px -70% 0px");
      watch("0px");
      addEventListener("scrollend", follow);
    }
    const fold = $(".contents-fold");
    if (fold) {
      fold.addEventListener("click", (event) => { if (event.target.closest("a")) fold.open = false; });
      document.addEventListener("click", (event) => { if (!fold.contains(event.target)) fold.open = false; });
      fold.addEventListener("keydown", (event) => {
        if (event.key !== "Escape" || !fold.open) return;
        fold.open = false;
        $("summary", fold).focus();
      });
    }
  }

  // -- The page as Markdown -------------------------------------------------------------------
  for (const button of $$("[data-copy-page]")) {
    const label = $("[role=status]", button);
    const usual = label.textContent;
    let timer;
    button.addEventListener("click", async () => {
      const text = fetch(new URL(button.dataset.copyPage, document.baseURI))
        .then((answer) => (answer.ok ? answer.text() : Promise.reject(new Error(`${answer.status}`))));
      try {
        await navigator.clipboard.writeText(await text);
        label.textContent = "Copied";
      } catch (error) {
        label.textContent = "Could not be copied";
      }
      clearTimeout(timer);
      timer = setTimeout(() => { label.textContent = usual; }, 2500);
    });
  }

  // -- Code: copy buttons; long lines scroll by keyboard ---------------------------------------
  function enhanceCode(within) {
    for (const block of $$(".code", within)) {
      const head = $(".code-head", block);
      const pre = $("pre", block);
      if (!head || !pre || $(".copy", head)) continue;
      const label = make("span", { role: "status" }, "Copy");
      const button = make("button", { type: "button", className: "copy" }, label);
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(pre.textContent.replace(/\n$/, ""));
          label.textContent = "Copied";
          button.classList.add("is-done");
        } catch (error) {
          getSelection().selectAllChildren(pre); // The clipboard is closed to us: one key is left to press.
          label.textContent = "Selected";
        }
        setTimeout(() => { label.textContent = "Copy"; button.classList.remove("is-done"); }, 1800);
      });
      head.append(button);
    }
    for (const pre of $$("pre", within)) {
      if (pre.scrollWidth > pre.clientWidth) pre.tabIndex = 0;
    }
  }
  enhanceCode($("main"));

  // -- Figures: a lightbox to zoom and pan -------------------------------------------------------
  {
    let box;
    const build = () => {
      const picture = make("img", { alt: "", draggable: false });
      const stage = make("div", { className: "lightbox-stage", tabIndex: 0, role: "img" }, picture);
      const caption = make("div", { className: "lightbox-caption" });
      const placeLabel = make("span", { className: "lightbox-place" });
      const scaleLabel = make("span", { className: "lightbox-scale" });
      const button = (text, label, action) => {
        const element = make("button", { type: "button", title: label, "aria-label": label }, text);
        element.addEventListener("click", action);
        return element;
      };
      const dialog = make("dialog", { className: "lightbox", "aria-label": "Figure" });
      let scale = 1, x = 0, y = 0, least = 0.1, natural = [800, 600];
      let spots; // The links over the picture, where it has some.

      const draw = () => {
        picture.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
        if (spots) { // Their outlines stay as thin as they are.
          spots.style.transform = `translate(${x}px, ${y}px)`;
          spots.style.width = `${natural[0] * scale}px`;
          spots.style.height = `${natural[1] * scale}px`;
        }
        scaleLabel.textContent = `${Math.round(scale * 100)} %`;
      };
      const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
      const place = () => { // Some of the picture always stays on the stage.
        const keep = 60;
        x = clamp(x, keep - natural[0] * scale, stage.clientWidth - keep);
        y = clamp(y, keep - natural[1] * scale, stage.clientHeight - keep);
        draw();
      };
      const fit = () => {
        const room = 32;
        scale = Math.min((stage.clientWidth - room) / natural[0], (stage.clientHeight - room) / natural[1]);
        least = Math.min(scale / 2, 0.5);
        x = (stage.clientWidth - natural[0] * scale) / 2;
        y = (stage.clientHeight - natural[1] * scale) / 2;
        draw();
      };
      const zoom = (factor, atX = stage.clientWidth / 2, atY = stage.clientHeight / 2) => {
        const next = clamp(scale * factor, least, 12);
        x = atX - (atX - x) * (next / scale);
        y = atY - (atY - y) * (next / scale);
        scale = next;
        place();
      };
      const close = () => dialog.close();
      dialog.append(
        make("div", { className: "lightbox-bar" }, caption, placeLabel,
          button("−", "Smaller", () => zoom(1 / 1.25)), scaleLabel,
          button("+", "Larger", () => zoom(1.25)),
          button("Fit", "Fit the window", fit),
          button("Close", "Close", close)),
        stage);
      document.body.append(dialog);

      stage.addEventListener("wheel", (event) => {
        event.preventDefault();
        const frame = stage.getBoundingClientRect();
        const lines = event.deltaMode === 1 ? 16 : 1;
        zoom(Math.exp(-clamp(event.deltaY * lines, -120, 120) * 0.004), event.clientX - frame.left, event.clientY - frame.top);
      }, { passive: false });

      const pointers = new Map();
      let moved = false;
      stage.addEventListener("pointerdown", (event) => {
        if (event.button !== 0 || event.target.closest("a")) return;
        stage.setPointerCapture(event.pointerId);
        if (!pointers.size) moved = false;
        pointers.set(event.pointerId, event);
        stage.classList.add("is-held");
      });
      // Where the pointer is, in percent, as authors write regions of an image.
      stage.addEventListener("pointermove", (event) => {
        const frame = stage.getBoundingClientRect();
        const percent = [(event.clientX - frame.left - x) / natural[0], (event.clientY - frame.top - y) / natural[1]]
          .map((part) => (part / scale) * 100);
        const within = event.pointerType === "mouse" && percent.every((part) => part >= 0 && part <= 100);
        placeLabel.textContent = within ? `${percent.map((part) => part.toFixed(1)).join(", ")} %` : "";
      });
      stage.addEventListener("click", (event) => { if (event.target.closest("a")) close(); });
      stage.addEventListener("pointermove", (event) => {
        const before = pointers.get(event.pointerId);
        if (!before) return;
        const frame = stage.getBoundingClientRect();
        const others = [...pointers.values()].filter((other) => other.pointerId !== event.pointerId);
        if (others.length) { // Two fingers: the distance zooms.
          const far = (a, b) => Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) || 1;
          zoom(far(event, others[0]) / far(before, others[0]),
            (event.clientX + others[0].clientX) / 2 - frame.left, (event.clientY + others[0].clientY) / 2 - frame.top);
        } else {
          x += event.clientX - before.clientX;
          y += event.clientY - before.clientY;
          place();
        }
        moved = true;
        pointers.set(event.pointerId, event);
      });
      const release = (event) => {
        pointers.delete(event.pointerId);
        if (!pointers.size) stage.classList.remove("is-held");
      };
      stage.addEventListener("pointerup", release);
      stage.addEventListener("pointercancel", release);
      stage.addEventListener("dblclick", (event) => {
        if (moved) return;
        const frame = stage.getBoundingClientRect();
        zoom(2, event.clientX - frame.left, event.clientY - frame.top);
      });
      dialog.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        const step = 60;
        const actions = {
          "+": () => zoom(1.25), "=": () => zoom(1.25), "-": () => zoom(1 / 1.25), "0": fit,
          ArrowLeft: () => { x += step; place(); }, ArrowRight: () => { x -= step; place(); },
          ArrowUp: () => { y += step; place(); }, ArrowDown: () => { y -= step; place(); },
        };
        if (!actions[event.key]) return;
        event.preventDefault();
        actions[event.key]();
      });
      addEventListener("resize", () => { if (dialog.open) fit(); });

      return (link) => {
        const image = $("img", link) || $(".drawing", link.closest("figure"));
        const text = link.closest("figure") && $("figcaption", link.closest("figure"));
        caption.textContent = text ? text.textContent.trim() : image.alt;
        stage.setAttribute("aria-label", image.alt || caption.textContent);
        spots?.remove();
        spots = $(".hot-spots", link.closest("figure") || link)?.cloneNode(true);
        if (spots) {
          for (const spot of $$("a", spots)) spot.removeAttribute("id");
          stage.append(spots);
        }
        stage.setAttribute("role", spots ? "group" : "img"); // What is one image holds no links.
        picture.src = link.href;
        dialog.showModal();
        stage.focus({ focusVisible: false });
        const ready = () => {
          // What is opened may be larger than what the page shows.
          const shown = image.src === link.href;
          natural = [(shown && Number(image.getAttribute("width"))) || picture.naturalWidth || 800,
            (shown && Number(image.getAttribute("height"))) || picture.naturalHeight || 600];
          picture.style.width = `${natural[0]}px`;
          picture.style.height = `${natural[1]}px`;
          fit();
        };
        ready();
        picture.onload = ready;
        dialog.onclose = () => link.focus({ preventScroll: true });
      };
    };
    document.addEventListener("click", (event) => {
      const link = event.target.closest?.(".figure-zoom, .drawn-open");
      if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      if (!$("img, .drawing", link.closest("figure") || link) || !window.HTMLDialogElement) return;
      event.preventDefault();
      (box ||= build())(link);
    });
  }

  // -- Words light up the part of a picture that they name ------------------------------------------
  for (const type of ["pointerover", "pointerout", "focusin", "focusout"]) {
    document.addEventListener(type, (event) => {
      const link = event.target.closest?.("a[data-region]");
      const spot = link && document.getElementById(link.dataset.region);
      spot?.classList.toggle("is-lit", type === "pointerover" || type === "focusin");
    });
  }

  // -- Search: keys and suggestions ------------------------------------------------------------
  {
    const form = $(".finder");
    const input = form && $("input", form);
    if (input) {
      document.addEventListener("keydown", (event) => {
        const slash = event.key === "/" && !typing(event);
        const command = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey);
        if (!(slash && !event.ctrlKey && !event.metaKey && !event.altKey) && !command) return;
        if ($("dialog[open]")) return;
        event.preventDefault();
        input.focus();
        input.select();
      });
      suggest(form, input);
    }
  }

  /** The list under the search field, after the ARIA combobox pattern. */
  function suggest(form, input) {
    const { suggestUrl, indexUrl } = form.dataset;
    if (!suggestUrl && !indexUrl) return;
    const list = make("div", { className: "suggestions", id: "suggestions", role: "listbox", "aria-label": "Suggestions", hidden: true });
    form.append(list);
    for (const [name, value] of Object.entries({
      role: "combobox", "aria-autocomplete": "list", "aria-controls": "suggestions", "aria-expanded": "false",
    })) input.setAttribute(name, value);
    let chosen = -1, timer, request, asked = "";

    const find = async (query) => {
      if (indexUrl) return window.loggiaSearch.find(await window.loggiaSearch.load(indexUrl), query, 8);
      request?.abort();
      request = new AbortController();
      const url = new URL(suggestUrl, document.baseURI);
      url.searchParams.set("q", query);
      const answer = await fetch(url, { signal: request.signal, headers: { accept: "application/json" } });
      if (!answer.ok) throw new Error(`the server answered ${answer.status}`);
      return (await answer.json()).hits;
    };
    const close = () => {
      list.hidden = true;
      chosen = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = (index) => {
      const options = $$("[role=option]", list);
      if (!options.length) return;
      // One place beyond the ends is the field itself.
      chosen = index < -1 ? options.length - 1 : index >= options.length ? -1 : index;
      options.forEach((option, at) => option.setAttribute("aria-selected", at === chosen));
      if (chosen < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    };
    const option = (at, href, ...children) =>
      make("a", { className: "suggestion", id: `suggestion-${at}`, role: "option", tabIndex: -1, href, "aria-selected": "false" }, ...children);
    const show = (query, hits) => {
      const options = hits.map((hit, at) => {
        const title = make("span", { className: "suggestion-title" }, marked(hit.title));
        if (hit.section) title.append(make("small", null, marked(hit.section)));
        const trail = Array.isArray(hit.trail) ? hit.trail.join(" / ") : hit.trail;
        const item = option(at, new URL(hit.url, root).href, title);
        if (hit.snippet) item.append(make("span", { className: "suggestion-snippet" }, marked(hit.snippet)));
        if (trail) item.append(make("span", { className: "suggestion-trail" }, trail));
        return item;
      });
      const all = new URL(form.action);
      all.searchParams.set("q", query);
      const last = option(hits.length, all.href, `All results for “${query}”`);
      last.classList.add("suggestion-all");
      list.replaceChildren(...(hits.length ? [...options, last]
        : [make("div", { className: "suggestions-none", role: "status" }, "Nothing found. Fewer letters may find more.")]));
      list.hidden = false;
      list.scrollTop = 0;
      chosen = -1;
      input.setAttribute("aria-expanded", hits.length > 0);
      input.removeAttribute("aria-activedescendant");
    };
    const ask = async () => {
      const query = input.value.trim();
      asked = query;
      if (!query) return close();
      try {
        const hits = await find(query);
        if (asked === query && document.activeElement === input) show(query, hits || []);
      } catch (error) {
        if (error.name !== "AbortError") close(); // Enter still searches.
      }
    };
    input.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(ask, 90);
    });
    input.addEventListener("focus", () => {
      if (indexUrl) window.loggiaSearch.load(indexUrl).catch(() => {}); // Warm up.
      if (input.value.trim() && asked) ask();
    });
    input.addEventListener("keydown", (event) => {
      if (event.isComposing) return;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        if (list.hidden) return void ask();
        event.preventDefault();
        choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
      } else if (event.key === "Enter" && !list.hidden && chosen >= 0) {
        event.preventDefault();
        $$("[role=option]", list)[chosen].click();
        close();
      } else if (event.key === "Escape") {
        event.preventDefault();
        if (!list.hidden) close();
        else if (input.value) input.value = "";
        else input.blur();
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault()); // The field keeps the focus.
    list.addEventListener("click", (event) => { if (event.target.closest("a")) { close(); input.blur(); } });
    form.addEventListener("focusout", (event) => { if (!form.contains(event.relatedTarget)) close(); });
    form.addEventListener("submit", () => { clearTimeout(timer); asked = ""; request?.abort(); close(); });
  }

  // -- Results page of a static book ------------------------------------------------------------
  {
    const place = $("[data-static-results]");
    const query = new URLSearchParams(location.search).get("q")?.trim() || "";
    if (place && query) {
      const summary = $(".results-summary", place);
      $$('input[name="q"]').forEach((field) => { field.value = query; });
      document.title = `${query} · ${document.title}`;
      summary.textContent = "Searching…";
      const began = performance.now();
      window.loggiaSearch.load(place.dataset.staticResults).then((index) => {
        const hits = window.loggiaSearch.find(index, query, 100);
        const time = Math.max(1, Math.round(performance.now() - began));
        summary.textContent = hits.length
          ? `${hits.length === 100 ? "The best 100" : hits.length} result${hits.length === 1 ? "" : "s"} in ${time} ms`
          : `Nothing holds all the words of “${query}”.`;
        const groups = new Map(); // By page, in the order of the best hit.
        for (const hit of hits) {
          const page = hit.url.split("#")[0];
          if (!groups.has(page)) groups.set(page, []);
          groups.get(page).push(hit);
        }
        const link = (hit, label) => make("a", { href: new URL(hit.url, root).href }, marked(label));
        $(".results", place).replaceChildren(...[...groups.values()].map((group) => {
          const whole = group.find((hit) => !hit.section);
          const head = whole || { ...group[0], url: group[0].url.split("#")[0] };
          const item = make("li", { className: "result" });
          if (head.trail) item.append(make("p", { className: "trail" }, make("span", null, head.trail)));
          item.append(make("h2", null, link(head, head.title)));
          if (whole?.snippet) item.append(make("p", { className: "snippet" }, marked(whole.snippet)));
          const sections = group.filter((hit) => hit.section);
          if (sections.length) {
            item.append(make("ul", null, ...sections.slice(0, 4).map((hit) =>
              make("li", null, link(hit, hit.section), make("p", { className: "snippet" }, marked(hit.snippet))))));
          }
          return item;
        }));
        $(".tips")?.toggleAttribute("hidden", hits.length > 0);
      }, () => {
        summary.textContent = "The search index could not be loaded. A book opened as a file needs a web server to be searched.";
      });
    }
  }

  // -- Live reload -------------------------------------------------------------------------------
  {
    const { liveUrl, revision } = document.body.dataset;
    const key = "loggia-reload";
    let last = {}; // Why the page was reloaded before: {path, top, revision}.
    try { last = JSON.parse(sessionStorage.getItem(key)) || {}; } catch (error) { /* no storage */ }
    if (last.path === location.pathname && "top" in last) {
      scrollTo({ top: last.top, behavior: "instant" });
      try { sessionStorage.setItem(key, JSON.stringify({ revision: last.revision })); } catch (error) { /* no storage */ }
    }
    if (liveUrl && "EventSource" in window) {
      let source, known = revision;
      const connect = () => {
        if (source || document.hidden) return;
        source = new EventSource(new URL(liveUrl, document.baseURI));
        source.addEventListener("revision", (event) => {
          if (!known) known = event.data;
          // A cache may still hold the old page: never reload twice for one revision.
          if (event.data === known || event.data === last.revision) return;
          known = event.data;
          try {
            sessionStorage.setItem(key, JSON.stringify({ path: location.pathname, top: scrollY, revision: known }));
          } catch (error) { /* no storage */ }
          location.reload();
        });
        source.addEventListener("error", () => { /* Quiet: the browser tries again by itself. */ });
      };
      const disconnect = () => { source?.close(); source = undefined; };
      // A hidden tab gives its connection back: a browser has only six per server over HTTP/1.1.
      document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
      addEventListener("pagehide", disconnect);
      addEventListener("pageshow", connect);
      connect();
    }
  }

  window.loggia = { $, $$, make, enhanceCode };
})();
