// Search in the browser, for books built as plain files. The index is an array of
// {"t": title, "s": section, "u": url, "p": trail, "x": text}, one record per section.
// Every word of the query must begin a word of the record; where it does decides the rank.
(() => {
  "use strict";
  const words = /[\p{L}\p{N}]+/gu;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const escape = (text) => text.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[c]);
  const loading = new Map();

  /** Fetches an index once and prepares its words. */
  function load(url) {
    if (!loading.has(url)) {
      const promise = fetch(new URL(url, document.baseURI))
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(answer.statusText))))
        .then((records) => records.map((record) => ({
          record,
          title: " " + (fold(record.t || "").match(words) || []).join(" "),
          section: " " + (fold(record.s || "").match(words) || []).join(" "),
          text: " " + (fold(record.x || "").match(words) || []).join(" "),
        })));
      promise.catch(() => loading.delete(url)); // The next attempt may succeed.
      loading.set(url, promise);
    }
    return loading.get(url);
  }

  /** Weight of a word in a field: a whole word counts more than the start of one. */
  function weigh(field, word, weight) {
    const at = field.indexOf(" " + word);
    if (at < 0) return 0;
    const whole = (field + " ").includes(" " + word + " ");
    return weight * (whole ? 1.6 : 1) + (at === 0 ? weight / 4 : 0);
  }

  /** The best records, as hits like those of the server. */
  function find(index, query, limit) {
    const terms = [...new Set(fold(query).match(words) || [])];
    if (!terms.length) return [];
    const phrase = " " + terms.join(" ");
    const hits = [];
    for (const entry of index) {
      let score = 0;
      for (const term of terms) {
        const best = weigh(entry.title, term, 10) + weigh(entry.section, term, 8) + weigh(entry.text, term, 1);
        if (!best) { score = 0; break; }
        score += best;
      }
      if (!score) continue;
      if (terms.length > 1) {
        if (entry.title.includes(phrase)) score += 12;
        if (entry.section.includes(phrase)) score += 10;
        if (entry.text.includes(phrase)) score += 4;
      }
      if (entry.title === phrase && !entry.record.s) score += 20;
      hits.push({ entry, score: score - Math.min(entry.text.length / 20000, 1) });
    }
    hits.sort((a, b) => b.score - a.score);
    return hits.slice(0, limit).map(({ entry: { record } }) => ({
      title: mark(record.t || "", terms),
      section: mark(record.s || "", terms),
      url: record.u,
      trail: record.p || "",
      snippet: mark(excerpt(record.x || "", terms), terms),
    }));
  }

  /** Some 180 letters of a text around the first place where a term is found. */
  function excerpt(text, terms) {
    let at = 0;
    for (const match of text.matchAll(words)) {
      if (terms.some((term) => fold(match[0]).startsWith(term))) { at = match.index; break; }
    }
    let from = Math.max(0, at - 60);
    if (from) from = text.indexOf(" ", from) + 1;
    let to = Math.min(text.length, from + 180);
    if (to < text.length) to = Math.max(text.lastIndexOf(" ", to), from + 1);
    return (from ? "… " : "") + text.slice(from, to) + (to < text.length ? " …" : "");
  }

  /** Escaped text with <mark> around the words that a term begins. */
  function mark(text, terms) {
    let html = "", done = 0;
    for (const match of text.matchAll(words)) {
      if (!terms.some((term) => fold(match[0]).startsWith(term))) continue;
      html += escape(text.slice(done, match.index)) + "<mark>" + escape(match[0]) + "</mark>";
      done = match.index + match[0].length;
    }
    return html + escape(text.slice(done));
  }

  window.loggiaSearch = { load, find };
})();
