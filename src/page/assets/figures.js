// Drawn figures: zoom, full screen, focus on one element, ways between two, filter by protocol,
// copy as Mermaid. Without this script a figure is a picture whose elements are links.
"use strict";
(() => {
  const SMALLEST = 0.4, LARGEST = 4;
  const $ = (selector, from) => from.querySelector(selector);
  const $$ = (selector, from) => [...from.querySelectorAll(selector)];
  const make = (tag, attributes, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...children);
    return node;
  };
  const words = (text) => (text || "").split(" ").filter(Boolean);

  function equip(figure) {
    const frame = $(".drawn-frame", figure);
    const svg = frame && $(".drawing", frame);
    if (!svg) return;
    const natural = [Number(svg.getAttribute("width")), Number(svg.getAttribute("height"))];
    const status = make("span", { class: "drawn-status", role: "status" });
    const bar = make("div", { class: "drawn-bar", role: "group", "aria-label": "Tools of the figure" });

    // -- Zoom ------------------------------------------------------------------------------------
    const SIZES = ["inline-size", "block-size", "max-inline-size", "min-inline-size"];
    const scale = () => svg.getBoundingClientRect().width / natural[0];
    const tell = () => {
      status.textContent = `${Math.round(scale() * 100)} %`;
    };
    const zoom = (to, at) => {
      const before = scale();
      const after = Math.min(LARGEST, Math.max(SMALLEST, to));
      const box = frame.getBoundingClientRect();
      const [x, y] = at || [box.width / 2, box.height / 2];
      const left = (frame.scrollLeft + x) * after / before - x;
      const top = (frame.scrollTop + y) * after / before - y;
      const sizes = [`${natural[0] * after}px`, `${natural[1] * after}px`, "none", "0"];
      SIZES.forEach((name, at) => svg.style.setProperty(name, sizes[at]));
      // An enlarged picture scrolls in its frame; else the page scrolls past it.
      frame.toggleAttribute("data-zoomed", after > 1);
      frame.scrollTo(left, top);
      tell();
    };
    const room = () => {
      const style = getComputedStyle(frame);
      const inner = frame.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
      const tall = frame.clientHeight - parseFloat(style.paddingTop) - parseFloat(style.paddingBottom);
      return Math.min(inner / natural[0], tall / natural[1]);
    };
    // The style sheet fits a figure into its page.
    const fit = () => {
      if (document.fullscreenElement === figure) return zoom(room());
      SIZES.forEach((name) => svg.style.removeProperty(name));
      frame.removeAttribute("data-zoomed");
      tell();
    };
    const button = (label, text, act) => {
      const node = make("button", { type: "button", title: label, "aria-label": label }, text);
      node.addEventListener("click", act);
      bar.append(node);
      return node;
    };
    button("Zoom in (+)", "+", () => zoom(scale() * 1.25));
    button("Zoom out (−)", "−", () => zoom(scale() / 1.25));
    button("1:1, original size (0)", "1:1", () => zoom(1));
    button("Fit the width (w)", "Fit", fit);
    const whole = () =>
      document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen().catch(() => {});
    if (figure.requestFullscreen) {
      const full = button("Full screen (f)", "Full screen", whole);
      document.addEventListener("fullscreenchange", () => {
        const is = document.fullscreenElement === figure;
        full.setAttribute("aria-pressed", is);
        figure.classList.toggle("drawn-full", is);
        if (is) requestAnimationFrame(fit);
        else fit();
      });
    }
    frame.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const acts = {
        "+": () => zoom(scale() * 1.25), "=": () => zoom(scale() * 1.25), "-": () => zoom(scale() / 1.25),
        0: () => zoom(1), w: fit, f: whole,
      };
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    });
    frame.addEventListener("wheel", (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const box = frame.getBoundingClientRect();
      zoom(scale() * Math.exp(-event.deltaY / 300), [event.clientX - box.left, event.clientY - box.top]);
    }, { passive: false });

    // -- Pan: by dragging what is no link's click ---------------------------------------------------
    let drag = null;
    frame.addEventListener("pointerdown", (event) => {
      if (event.button || event.pointerType === "touch") return;
      drag = { x: event.clientX, y: event.clientY, left: frame.scrollLeft, top: frame.scrollTop, moved: false };
    });
    frame.addEventListener("pointermove", (event) => {
      if (!drag) return;
      const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
      if (!drag.moved && Math.hypot(dx, dy) < 5) return;
      if (!drag.moved) frame.setPointerCapture(event.pointerId);
      drag.moved = true;
      frame.classList.add("drawn-panning");
      frame.scrollTo(drag.left - dx, drag.top - dy);
    });
    const drop = () => {
      if (!drag) return;
      const moved = drag.moved;
      drag = null;
      frame.classList.remove("drawn-panning");
      // The click that ends a drag follows no link.
      if (!moved) return;
      const hold = (event) => event.preventDefault();
      frame.addEventListener("click", hold, { capture: true });
      setTimeout(() => frame.removeEventListener("click", hold, { capture: true }), 0);
    };
    frame.addEventListener("pointerup", drop);
    frame.addEventListener("pointercancel", drop);
    frame.addEventListener("dragstart", (event) => event.preventDefault());

    // -- What touches what ---------------------------------------------------------------------
    const flows = $$("[data-flows]", svg).map((node) => ({ node, names: words(node.dataset.flows), lists: node.dataset.protocols }));
    const spoken = new Map();
    for (const { names, lists } of flows) {
      if (lists === undefined) continue;
      lists.split(";").forEach((list, at) => {
        if (list) spoken.set(names[at], list.split(","));
      });
    }
    const things = $$("[data-of], .card[id]", svg).map((node) => ({
      node, id: node.id, of: words(node.dataset.of),
      name: ($("title", node)?.textContent || "").split(/ \(|, firewall/)[0],
    })).filter((thing) => thing.id);
    const touching = new Map();
    for (const thing of things) for (const flow of thing.of) touching.set(flow, [...(touching.get(flow) || []), thing]);

    const light = (lit, names) => {
      svg.classList.toggle("fading", Boolean(lit));
      for (const node of $$(".lit", svg)) node.classList.remove("lit");
      if (!lit) return;
      for (const thing of lit) {
        thing.node.classList.add("lit");
        // Databases stand in the card of their server, titles on their zone.
        const address = thing.node.getAttribute("href");
        if (address) for (const same of $$(`a[href="${CSS.escape(address)}"]`, svg)) same.classList.add("lit");
      }
      for (const flow of flows) if (flow.names.some((name) => names.has(name))) flow.node.classList.add("lit");
    };
    const near = (thing) => {
      const names = new Set(thing.of);
      light([thing, ...thing.of.flatMap((flow) => touching.get(flow) || [])], names);
      return names.size;
    };
    /** The fewest flows from one thing to another, against their direction too. */
    const way = (from, to) => {
      const came = new Map([[from, null]]);
      const open = [from];
      while (open.length && !came.has(to)) {
        const thing = open.shift();
        for (const flow of thing.of) for (const next of touching.get(flow) || []) {
          if (came.has(next)) continue;
          came.set(next, [thing, flow]);
          open.push(next);
        }
      }
      if (!came.has(to)) return null;
      const lit = [to], names = new Set();
      for (let step = came.get(to); step; step = came.get(step[0])) {
        lit.push(step[0]);
        names.add(step[1]);
      }
      return [lit, names];
    };

    // -- Focus, ways and protocols ------------------------------------------------------------------
    const choice = (label, options) => {
      const list = make("select", { "aria-label": label }, make("option", { value: "" }, label));
      options.forEach(([value, text]) => list.append(make("option", { value }, text)));
      bar.append(list);
      return list;
    };
    const all = things.map((thing, at) => [String(at), thing.name]).sort((a, b) => a[1].localeCompare(b[1]));
    const focus = things.length > 1 && choice("Focus on…", all);
    const target = focus && flows.length ? choice("Way to…", all) : null;
    const protocols = [...new Set([...spoken.values()].flat())].sort();
    const protocol = protocols.length > 1 ? choice("Protocol…", protocols.map((name) => [name, name])) : null;
    if (target) target.disabled = true;
    const show = () => {
      const one = focus && focus.value && things[focus.value];
      const other = target && target.value && things[target.value];
      if (target) target.disabled = !one;
      if (protocol && protocol.value) {
        const names = new Set([...spoken].filter(([, list]) => list.includes(protocol.value)).map(([flow]) => flow));
        light([...names].flatMap((flow) => touching.get(flow) || []), names);
        status.textContent = `${names.size} flow${names.size === 1 ? "" : "s"} of ${protocol.value}`;
      } else if (one && other && one !== other) {
        const found = way(one, other);
        if (found) light(...found);
        else light([one, other], new Set());
        status.textContent = found ? `${found[1].size} step${found[1].size === 1 ? "" : "s"}` : "No flows lead there";
      } else if (one) {
        const count = near(one);
        one.node.scrollIntoView({ block: "nearest", inline: "center" });
        status.textContent = `${count} flow${count === 1 ? "" : "s"}`;
      } else {
        light(null);
        status.textContent = "";
      }
    };
    const clear = () => {
      for (const list of [focus, target, protocol]) if (list) list.value = "";
      show();
    };
    focus && focus.addEventListener("change", () => {
      if (protocol) protocol.value = "";
      if (target && !focus.value) target.value = "";
      show();
    });
    target && target.addEventListener("change", show);
    protocol && protocol.addEventListener("change", () => {
      for (const list of [focus, target]) if (list) list.value = "";
      show();
    });
    figure.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && svg.classList.contains("fading")) clear();
    });
    // Whoever walks through the elements by keyboard sees what each touches.
    const pinned = () => [focus, target, protocol].some((list) => list && list.value);
    svg.addEventListener("focusin", (event) => {
      const node = event.target.closest("a");
      const thing = things.find((known) => known.node.getAttribute("href") === node?.getAttribute("href"));
      if (!pinned() && thing && node.matches(":focus-visible")) near(thing);
    });
    svg.addEventListener("focusout", () => { if (!pinned()) light(null); });

    // -- Copy as Mermaid ---------------------------------------------------------------------------
    const source = figure.dataset.mermaid;
    if (source && navigator.clipboard) {
      button("Copy as Mermaid", "Mermaid", async () => {
        try {
          const answer = await fetch(new URL(source, document.baseURI));
          if (!answer.ok) throw new Error(String(answer.status));
          await navigator.clipboard.writeText(await answer.text());
          status.textContent = "Copied";
        } catch {
          status.textContent = "Could not be copied";
        }
      });
    }
    bar.append(status);
    frame.before(bar);
  }

  document.querySelectorAll(".figure.drawn").forEach((figure) => equip(figure));
})();
