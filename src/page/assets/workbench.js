// The query workbench: paints the query while it is typed, runs it and shows the answer.
// Without this file the form still asks the endpoint.
(() => {
  "use strict";
  const place = document.querySelector("[data-workbench]");
  if (!place || !window.loggia) return;
  const { $, $$, make, enhanceCode } = window.loggia;
  const { action, baseIri, entityUrl } = place.dataset;
  const form = $(".asker", place);
  const area = $("textarea", form);
  const outcome = $(".outcome", place);
  const runButton = $("button[type=submit]", form);
  const formatField = $("select", form);
  const permalink = $(".permalink", form);
  const prefixes = $$("[data-prefix]", place).map((entry) => [entry.dataset.prefix, entry.dataset.iri]);
  const root = new URL(document.body.dataset.root || "./", document.baseURI);

  // -- Colours -----------------------------------------------------------------------------------
  const keywords = "base prefix select construct describe ask where from named graph service silent optional union minus filter bind values undef group by having order asc desc limit offset distinct reduced as in not exists a true false separator with";
  const keyword = new Set(keywords.split(" "));
  const grammar = {
    sparql: [
      ["comment", /#.*/y],
      ["string", /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y],
      ["type", /<[^<>"{}|^`\s]*>/y],
      ["variable", /[?$][\p{L}\p{N}_]+/uy],
      ["attribute", /@[a-zA-Z][\w-]*/y],
      ["property", /[\p{L}][\p{L}\p{N}_.-]*:[\p{L}\p{N}_.%-]*|:[\p{L}\p{N}_][\p{L}\p{N}_.%-]*/uy],
      ["number", /[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?/iy],
      ["word", /[\p{L}_][\p{L}\p{N}_]*/uy],
      ["operator", /\^\^|&&|\|\||[=!<>+\-*/^|?]+/y],
      ["punctuation", /[{}()[\].;,]/y],
    ],
  };

  /** Cuts a text into [class, start, end]; white space and the unknown have no class. */
  function tokens(text) {
    const found = [];
    let at = 0;
    next: while (at < text.length) {
      for (const [name, pattern] of grammar.sparql) {
        pattern.lastIndex = at;
        const match = pattern.exec(text);
        if (!match || !match[0]) continue;
        const end = at + match[0].length;
        const kind = name !== "word" ? name : keyword.has(match[0].toLowerCase()) ? "keyword" : "function";
        found.push([kind, at, end]);
        at = end;
        continue next;
      }
      at += 1;
    }
    return found;
  }

  /** The coloured text; `spot`, an offset, marks the token where something is wrong. */
  function painted(text, spot = -1) {
    const fragment = document.createDocumentFragment();
    let done = 0;
    const plain = (end) => {
      if (spot >= done && spot < end && spot < text.length) { // Wrong between tokens: mark one letter.
        fragment.append(text.slice(done, spot), make("span", { className: "editor-spot" }, text.slice(spot, spot + 1)), text.slice(spot + 1, end));
      } else fragment.append(text.slice(done, end));
    };
    for (const [kind, start, end] of tokens(text)) {
      if (start > done) plain(start);
      const wrong = spot >= start && spot < end ? " editor-spot" : "";
      fragment.append(make("span", { className: `hl-${kind}${wrong}` }, text.slice(start, end)));
      done = end;
    }
    plain(text.length);
    return fragment;
  }

  // -- Editor ------------------------------------------------------------------------------------
  const paint = make("div");
  const numbers = make("div");
  const gutter = make("div", { className: "editor-gutter", "aria-hidden": "true" }, numbers);
  const view = make("div", { className: "editor-view" },
    make("pre", { className: "editor-paint", "aria-hidden": "true" }, paint));
  area.before(gutter, view);
  view.append(area);
  $(".editor", form).classList.add("is-painted");
  let fault; // {line, column}, both from 1

  function offsetOf(text, { line, column }) {
    let at = 0;
    for (let number = 1; number < line; number++) {
      const end = text.indexOf("\n", at);
      if (end < 0) return text.length - 1;
      at = end + 1;
    }
    const end = text.indexOf("\n", at);
    return Math.max(at, Math.min(at + (column || 1) - 1, (end < 0 ? text.length : end) - 1));
  }
  function repaint() {
    const text = area.value;
    paint.replaceChildren(painted(text, fault ? offsetOf(text, fault) : -1), "\n\n");
    const count = text.split("\n").length;
    numbers.replaceChildren(...Array.from({ length: count }, (_, at) =>
      make("div", fault?.line === at + 1 ? { className: "editor-fault" } : null, String(at + 1))));
    follow();
  }
  function follow() {
    paint.style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
    numbers.style.transform = `translateY(${-area.scrollTop}px)`;
  }
  function insert(text) { // The old command is the only way that keeps undo.
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input"));
    }
  }
  function setQuery(text) {
    area.value = text;
    fault = undefined;
    area.removeAttribute("aria-invalid");
    repaint();
    remember();
  }
  let leaving = false; // Escape was pressed: the next Tab leaves the editor.
  area.addEventListener("input", () => { fault = undefined; area.removeAttribute("aria-invalid"); repaint(); remember(); });
  area.addEventListener("scroll", follow);
  area.addEventListener("keydown", (event) => {
    const left = leaving;
    leaving = event.key === "Escape";
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      run();
    } else if (event.key === "Tab" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey && !left) {
      event.preventDefault();
      insert("  ");
    } else if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      const line = area.value.slice(area.value.lastIndexOf("\n", area.selectionStart - 1) + 1, area.selectionStart);
      const indent = /^\s*/.exec(line)[0] + (/[{(]\s*$/.test(line) ? "  " : "");
      if (!indent) return;
      event.preventDefault();
      insert("\n" + indent);
    }
  });
  if (/Mac|iPhone|iPad/.test(navigator.platform)) $(".keys kbd", form).textContent = "⌘";

  // -- Addresses ----------------------------------------------------------------------------------
  function addressOf(query, format) {
    const url = new URL(action, document.baseURI);
    url.searchParams.set("query", query);
    if (format) url.searchParams.set("format", format);
    return url;
  }
  function remember() { permalink.href = addressOf(area.value); }
  function shorten(iri) {
    let best;
    for (const [name, start] of prefixes) {
      if (iri.startsWith(start) && (!best || start.length > best[1].length)) best = [name, start];
    }
    const rest = best && iri.slice(best[1].length);
    if (best && /^[\p{L}\p{N}_.%-]*$/u.test(rest)) return `${best[0]}:${rest}`;
    if (baseIri && iri.startsWith(baseIri)) return iri.slice(baseIri.length) || "/";
    return iri;
  }
  function link(iri) {
    let href;
    if (baseIri && iri.startsWith(baseIri)) href = new URL(iri.slice(baseIri.length) || "./", root).href;
    else if (entityUrl) href = new URL(entityUrl + encodeURIComponent(iri), document.baseURI).href;
    else if (/^https?:/.test(iri)) href = iri;
    return href ? make("a", { href, title: iri }, shorten(iri)) : make("span", { title: iri }, shorten(iri));
  }

  // -- Answers ------------------------------------------------------------------------------------
  function downloads(kind, query) {
    const entries = [...formatField.options].filter((option) => option.dataset.kind === kind);
    return make("p", { className: "downloads" }, "Download",
      ...entries.map((option) => make("a", { href: addressOf(query, option.value).href, download: "" }, option.label)));
  }
  function head(summary, kind, query) {
    return make("div", { className: "outcome-head" }, make("p", { className: "outcome-summary" }, summary), downloads(kind, query));
  }
  function cell(term) {
    const data = make("td");
    if (!term) return data;
    if (term.type === "uri") data.append(link(term.value));
    else if (term.type === "bnode") data.append(make("span", { className: "term-note" }, `_:${term.value}`));
    else if (term.type === "triple" || typeof term.value === "object") data.append(JSON.stringify(term.value));
    else {
      data.append(term.value);
      const note = term["xml:lang"] ? `@${term["xml:lang"]}`
        : term.datatype && !/#(string|integer)$/.test(term.datatype) ? shorten(term.datatype) : "";
      if (note) data.append(" ", make("span", { className: "term-note" }, note));
    }
    return data;
  }
  const counted = (count, one, many) => `${count.toLocaleString("en")} ${count === 1 ? one : many}`;

  function showTable(answer, time, query) {
    const columns = answer.head.vars || [];
    const rows = answer.results.bindings;
    const body = make("tbody");
    const step = 250;
    const more = make("button", { type: "button", className: "button button-quiet" });
    const grow = () => {
      const start = body.childElementCount;
      body.append(...rows.slice(start, start + step).map((row) => make("tr", null, ...columns.map((name) => cell(row[name])))));
      const left = rows.length - body.childElementCount;
      more.hidden = left <= 0;
      more.textContent = `Show ${Math.min(step, left)} more of ${left.toLocaleString("en")}`;
    };
    more.addEventListener("click", grow);
    grow();
    outcome.replaceChildren(
      head(`${counted(rows.length, "row", "rows")} in ${time}`, "table", query),
      rows.length
        ? make("div", { className: "table-scroll", tabIndex: 0, role: "region", "aria-label": "Rows" },
          make("table", null,
            make("thead", null, make("tr", null, ...columns.map((name) => make("th", { scope: "col" }, name)))), body))
        : make("p", { className: "outcome-idle" }, "Nothing in the graph matches."),
      more);
  }
  function showBoolean(value, time, query) {
    outcome.replaceChildren(head(`Answered in ${time}`, "table", query),
      make("p", { className: `verdict verdict-${value ? "yes" : "no"}` }, value ? "Yes" : "No"));
  }
  function showGraph(turtle, time, query) {
    const long = 200000;
    const text = turtle.length > long ? `${turtle.slice(0, long)}\n# …the rest is in the download` : turtle;
    outcome.replaceChildren(head(`Turtle, ${counted(turtle.split("\n").filter(Boolean).length, "line", "lines")} in ${time}`, "graph", query),
      make("div", { className: "code" },
        make("div", { className: "code-head" }, make("span", { className: "code-language" }, "Turtle")),
        make("pre", null, make("code", null, text.length > 40000 ? text : painted(text)))));
    enhanceCode(outcome);
  }
  function showFailure({ title, detail, line, column }) {
    const where = line ? ` line ${line}${column ? `, column ${column}` : ""}` : "";
    outcome.replaceChildren(make("div", { className: "failure", role: "alert" },
      make("p", { className: "failure-title" }, title || "The query failed", make("span", null, where)),
      make("pre", null, detail || "")));
    if (!line) return;
    fault = { line: Number(line), column: Number(column) || 1 };
    area.setAttribute("aria-invalid", "true");
    repaint();
    // Bring the line into the editor's window.
    const height = area.scrollHeight / Math.max(1, area.value.split("\n").length);
    const top = (fault.line - 1) * height;
    if (top < area.scrollTop || top > area.scrollTop + area.clientHeight - 2 * height) area.scrollTop = top - area.clientHeight / 2;
  }

  // -- Running ------------------------------------------------------------------------------------
  /** SELECT and ASK answer tables, CONSTRUCT and DESCRIBE graphs; the first such word decides. */
  function isGraph(query) {
    const first = tokens(query).find(([kind, start, end]) =>
      kind === "keyword" && /^(select|ask|construct|describe)$/i.test(query.slice(start, end)));
    return Boolean(first) && /^[cd]/i.test(query.slice(first[1], first[2]));
  }

  let running;
  async function run() {
    running?.abort();
    const mine = running = new AbortController();
    const query = area.value;
    fault = undefined;
    area.removeAttribute("aria-invalid");
    repaint();
    if (!query.trim()) return void area.focus();
    // A replaced entry, so that "back" leaves the workbench at once.
    history.replaceState(null, "", addressOf(query));
    outcome.classList.add("is-busy");
    runButton.textContent = "Stop";
    const began = performance.now();
    try {
      const graph = isGraph(query);
      const headers = { accept: graph ? "text/turtle, application/problem+json" : "application/sparql-results+json, application/problem+json" };
      const url = addressOf(query);
      const long = url.href.length > 4000; // Servers and proxies refuse long addresses.
      const answer = long
        ? await fetch(new URL(action, document.baseURI), { method: "POST", body: new URLSearchParams({ query }), headers, signal: mine.signal })
        : await fetch(url, { headers, signal: mine.signal });
      const text = await answer.text();
      const spent = performance.now() - began;
      const time = spent < 1000 ? `${Math.max(1, Math.round(spent))} ms` : `${(spent / 1000).toFixed(1)} s`;
      const type = answer.headers.get("content-type") || "";
      if (!answer.ok) {
        showFailure(type.includes("json") ? JSON.parse(text) : { title: `The server answered ${answer.status}`, detail: text.slice(0, 2000) });
      } else if (type.includes("json")) {
        const data = JSON.parse(text);
        if (typeof data.boolean === "boolean") showBoolean(data.boolean, time, query);
        else showTable(data, time, query);
      } else showGraph(text, time, query);
    } catch (error) {
      if (mine !== running) return; // A later run has taken over.
      if (error.name === "AbortError") outcome.replaceChildren(make("p", { className: "outcome-idle" }, "Stopped."));
      else showFailure({ title: "No answer", detail: `The endpoint could not be reached or was not understood (${error.message}).` });
    } finally {
      if (mine === running) {
        running = undefined;
        outcome.classList.remove("is-busy");
        runButton.textContent = "Run";
      }
    }
  }

  form.addEventListener("submit", (event) => {
    if (formatField.selectedOptions[0]?.dataset.kind !== "page") return; // A file: let the browser ask.
    event.preventDefault();
    if (running) running.abort();
    else run();
  });
  $$(".examples a", place).forEach((example) => example.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    setQuery(example.dataset.query);
    run();
  }));
  permalink.addEventListener("click", async (event) => {
    if (!navigator.clipboard || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const words = permalink.textContent;
    try {
      await navigator.clipboard.writeText(permalink.href);
      permalink.textContent = "Link copied";
    } catch (error) {
      location.href = permalink.href;
    }
    setTimeout(() => { permalink.textContent = words; }, 1800);
  });

  repaint();
  remember();
  if ("autorun" in place.dataset && area.value.trim()) run();
})();
