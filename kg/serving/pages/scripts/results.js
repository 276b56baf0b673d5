// How the editor shows results: a table of labels, numbers and links, and a forest plot where the
// columns are those of one. In: what YASR has read. Out: two of its plug-ins.
"use strict";

window.kgResults = (prefixes, things, asked) => {
  const MOST = 1000;
  const xsd = "http://www.w3.org/2001/XMLSchema#";
  const numeric = new Set(["decimal", "integer", "double", "float", "nonNegativeInteger"].map((each) => xsd + each));

  function short(iri) {
    let best = "";
    for (const [prefix, start] of Object.entries(prefixes)) {
      if (iri.startsWith(start) && start.length > (prefixes[best] || "").length) best = prefix;
    }
    return best ? `${best}:${iri.slice(prefixes[best].length)}` : iri;
  }

  // A thing of the graph has its page here, whatever its name says.
  function leadsTo(iri) {
    if (iri.startsWith(things)) return `/id/${iri.slice(things.length)}`;
    return /^https?:/.test(iri) ? iri : "";
  }

  function make(name, words, className) {
    const made = document.createElement(name);
    if (words !== undefined) made.textContent = words;
    if (className) made.className = className;
    return made;
  }

  function cell(kind, term) {
    const made = make(kind);
    if (kind === "th") made.scope = "row";
    if (!term) return made;
    if (term.type === "uri" && leadsTo(term.value)) {
      const link = make("a", short(term.value));
      link.href = leadsTo(term.value);
      if (!link.href.startsWith(location.origin)) link.rel = "noreferrer";
      made.append(link);
    } else {
      made.textContent = term.value;
      if (term["xml:lang"]) made.lang = term["xml:lang"];
      if (numeric.has(term.datatype)) made.className = "number";
    }
    return made;
  }

  // An answer without rows says which pattern left none.
  async function tellWhy(place, query) {
    const words = make("p", "Looking for the pattern that leaves nothing…");
    words.setAttribute("role", "status");
    place.append(words);
    const answer = await fetch(`/editor/why-empty?query=${encodeURIComponent(query)}`);
    const why = answer.ok ? await answer.json() : { said: "Which pattern leaves nothing could not be found out.", pattern: "" };
    words.textContent = why.pattern ? `${why.said}: ` : why.said;
    if (why.pattern) words.append(make("code", why.pattern));
  }

  class Table {
    constructor(yasr) { this.yasr = yasr; this.priority = 10; this.label = "Table"; }
    canHandleResults() {
      const variables = this.yasr.results && this.yasr.results.getVariables();
      return Boolean(variables && variables.length);
    }
    getIcon() { return make("span"); }
    draw() {
      const variables = this.yasr.results.getVariables();
      const rows = this.yasr.results.getBindings() || [];
      const made = make("div", undefined, "kg-table");
      const shown = rows.slice(0, MOST);
      const many = rows.length > MOST ? `The first ${MOST} of ${rows.length} rows; the download has all.` : `${rows.length} ${rows.length === 1 ? "row" : "rows"}`;
      const table = make("table");
      table.append(make("caption", many));
      const head = table.createTHead().insertRow();
      for (const each of variables) {
        const cell = make("th", each);
        cell.scope = "col";
        head.append(cell);
      }
      const body = table.createTBody();
      for (const row of shown) {
        const line = body.insertRow();
        variables.forEach((each, place) => line.append(cell(place ? "td" : "th", row[each])));
      }
      const box = make("div", undefined, "wide");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", "Table of results");
      box.append(table);
      made.append(box);
      if (shown.length > 1) sortable(table);
      this.yasr.resultsEl.replaceChildren(made);
      if (!rows.length && asked()) tellWhy(made, asked());
    }
    download(name) {
      return { getData: () => this.yasr.results.asCsv(), contentType: "text/csv",
        title: "Download the table as CSV", filename: `${name || "results"}.csv` };
    }
  }

  // --- Forest plot -------------------------------------------------------------------------------

  const NAMES = {
    label: ["label", "trialLabel", "study", "name"],
    estimate: ["estimate", "est", "difference", "effect"],
    low: ["ciLower", "lower", "lo", "low"],
    high: ["ciUpper", "upper", "hi", "high"],
  };
  const LEAST = 2;
  const ROOMY = { row: 26, left: 300, width: 340, right: 190 };

  function columns(results) {
    const there = (results && results.getVariables()) || [];
    const found = {};
    for (const [role, names] of Object.entries(NAMES)) {
      found[role] = names.find((each) => there.includes(each));
    }
    return Object.values(found).every(Boolean) ? found : null;
  }

  const number = (term) => (term && term.value.trim() !== "" ? Number(term.value) : NaN);

  // One plot for each thing that is measured in one way: others have another axis.
  function groups(results, names) {
    const found = new Map();
    for (const row of results.getBindings() || []) {
      const values = [row[names.low], row[names.estimate], row[names.high]].map(number);
      if (values.some(Number.isNaN)) continue;
      const said = ["measurandLabel", "statistic", "unit"].map((each) => (row[each] ? row[each].value : ""));
      // A code is words run together; the unit of a ratio is 1, and says nothing.
      said[1] = said[1].replace(/([a-z])([A-Z])/g, (_, before, after) => `${before} ${after.toLowerCase()}`);
      const title = said.filter((each) => each && each !== "1").join(", ");
      const ratio = /ratio$/i.test((row.statistic && row.statistic.value) || "");
      if (!found.has(title)) found.set(title, { title, ratio, rows: [] });
      found.get(title).rows.push({
        label: row[names.label] ? row[names.label].value : "", values, claim: row.claim && row.claim.value,
        words: `${row[names.estimate].value} (${row[names.low].value} to ${row[names.high].value})` });
    }
    return [...found.values()].filter((each) => !each.ratio || each.rows.every((row) => row.values[0] > 0));
  }

  function draw(name, attributes, words) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (words !== undefined) made.textContent = words;
    return made;
  }

  const told = (value) => String(Number(value.toPrecision(3)));

  function ticks(low, high, ratio) {
    const steps = ratio ? [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] : [];
    if (ratio) return steps.filter((each) => each >= low && each <= high);
    const raw = (high - low) / 5;
    const power = 10 ** Math.floor(Math.log10(raw));
    const step = [1, 2, 5, 10].map((each) => each * power).find((each) => each >= raw);
    const first = Math.ceil(low / step) * step;
    return Array.from({ length: Math.floor((high - first) / step) + 1 }, (_, n) => first + n * step);
  }

  // Where there is no room beside an interval, its words stand above it.
  function shapeFor(room) {
    const { left, width, right } = ROOMY;
    return room >= left + width + right ? ROOMY : { row: 46, left: 0, width: Math.max(240, room - 20), right: 0 };
  }

  function plot(group, shape) {
    const { row: height, left, width, right } = shape;
    const most = left ? 42 : Math.floor((width - 160) / 8);
    const lift = left ? -4 : 16;
    const middle = group.ratio ? 1 : 0;
    const every = [middle, ...group.rows.flatMap((row) => row.values)];
    const scale = group.ratio ? Math.log : (value) => value;
    const [low, high] = [Math.min(...every), Math.max(...every)];
    const span = (scale(high) - scale(low)) || 1;
    const at = (value) => left + 10 + ((scale(value) - scale(low)) / span) * (width - 20);
    const foot = 20 + group.rows.length * height;
    const svg = draw("svg", { width: left + width + right, height: foot + 40, role: "group",
      viewBox: `0 0 ${left + width + right} ${foot + 40}` });
    const name = `Forest plot: ${group.title || "estimates"}`;
    svg.setAttribute("aria-label", `${name}. ${group.rows.length} rows; the table has the same numbers.`);
    svg.append(draw("line", { class: "none", x1: at(middle), x2: at(middle), y1: 8, y2: foot }));
    svg.append(draw("line", { class: "axis", x1: left, x2: left + width, y1: foot, y2: foot }));
    for (const tick of ticks(low, high, group.ratio)) {
      svg.append(draw("line", { class: "axis", x1: at(tick), x2: at(tick), y1: foot, y2: foot + 5 }));
      svg.append(draw("text", { x: at(tick), y: foot + 20, "text-anchor": "middle" }, told(tick)));
    }
    group.rows.forEach((row, place) => {
      const y = 20 + (place + (left ? 0.5 : 0.75)) * height;
      const [from, estimate, until] = row.values;
      svg.append(draw("text", { x: 0, y: y - lift }, row.label.length > most ? `${row.label.slice(0, most - 1)}…` : row.label));
      svg.append(draw("line", { class: "interval", x1: at(from), x2: at(until), y1: y, y2: y }));
      svg.append(draw("rect", { x: at(estimate) - 5, y: y - 5, width: 10, height: 10 }));
      const words = draw("text", left ? { x: left + width + 15, y: y + 4 } : { x: width, y: y - lift, "text-anchor": "end" }, row.words);
      const to = row.claim && leadsTo(row.claim);
      if (to) {
        const link = draw("a", { href: to });
        link.append(words);
        svg.append(link);
      } else svg.append(words);
    });
    return svg;
  }

  class Forest {
    constructor(yasr) { this.yasr = yasr; this.priority = 5; this.label = "Forest plot"; }
    canHandleResults() {
      const names = columns(this.yasr.results);
      return Boolean(names) && groups(this.yasr.results, names).some((each) => each.rows.length >= LEAST);
    }
    getIcon() { return make("span"); }
    draw() {
      const every = groups(this.yasr.results, columns(this.yasr.results));
      const made = make("div", undefined, "kg-forest");
      made.tabIndex = 0;
      made.setAttribute("role", "region");
      made.setAttribute("aria-label", "Forest plots");
      made.append(make("p", "As reported, nothing is combined here; rows without an interval are left out."));
      for (const each of every.filter((group) => group.rows.length >= LEAST)) {
        made.append(plot(each, shapeFor(this.yasr.resultsEl.clientWidth)));
      }
      this.yasr.resultsEl.replaceChildren(made);
    }
  }

  return { Table, Forest };
};
