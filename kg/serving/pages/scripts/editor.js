// Starts YASGUI over our endpoint alone. In: prefixes, classes, properties and examples from beside
// the page. Out: the editor, with what it lacks for keyboards and screen readers put right.
"use strict";

(async () => {
  const place = document.getElementById("editor");
  if (!place || !window.Yasgui) return;
  const told = await (await fetch(place.dataset.from)).json();
  const endpoint = new URL(place.dataset.endpoint, location.href).href;
  const { Yasqe, Yasr } = Yasgui;

  // --- What is offered while one types -----------------------------------------------------------

  const local = (iri) => iri.slice(Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1).toLowerCase();

  function offer(from, name, iris) {
    Yasqe.forkAutocompleter(from, { name, bulk: false, persistenceId: undefined, get: (_, token) => {
      const typed = token.autocompletionString || token.string;
      const whole = iris.filter((each) => each.startsWith(typed));
      return whole.length ? whole : iris.filter((each) => local(each).includes(typed.toLowerCase()));
    } }, false);
  }

  offer("class", "kgClasses", told.classes);
  offer("property", "kgProperties", told.properties);
  const declared = Object.entries(told.prefixes).map(([prefix, iri]) => `${prefix}: <${iri}>`).sort();
  Yasqe.forkAutocompleter("prefixes", { name: "kgPrefixes", persistenceId: undefined, get: () => declared }, false);
  Yasqe.defaults.autocompleters = ["kgPrefixes", "variables", "kgClasses", "kgProperties"];

  // --- Results -----------------------------------------------------------------------------------

  let editor;
  const asked = () => (editor && editor.getTab() ? editor.getTab().getQuery() : "");
  const { Table, Forest } = window.kgResults(told.prefixes, told.things, asked);
  Yasr.registerPlugin("table", Table);
  Yasr.registerPlugin("forest", Forest);
  Yasr.defaults.pluginOrder = ["table", "forest", "response"];
  Yasr.defaults.prefixes = told.prefixes;
  Yasr.defaults.persistenceId = null;

  // --- The editor --------------------------------------------------------------------------------

  // A link may bring a query. It may not choose whom to ask, nor with which headers.
  function onlyTheQuery(config) {
    config.requestConfig.endpoint = endpoint;
    config.requestConfig.headers = {};
    config.requestConfig.args = [];
    return config;
  }

  const prefixes = ["rdfs", "tk"].map((each) => `PREFIX ${each}: <${told.prefixes[each]}>\n`).join("");
  const start = prefixes + "SELECT ?trial ?label WHERE {\n  ?trial a tk:Trial ;\n    rdfs:label ?label .\n}\nORDER BY ?label\nLIMIT 100\n";
  editor = new Yasgui(place, {
    autofocus: false, persistenceId: null, populateFromUrl: onlyTheQuery, copyEndpointOnNewTab: true,
    requestConfig: { endpoint, method: "POST" },
    endpointCatalogueOptions: { getData: () => [], keys: [] },
    yasqe: { value: start, persistenceId: null, screenReaderLabel: "SPARQL query", prefixCcApi: null,
      inputStyle: "contenteditable", extraKeys: { Tab: false, "Shift-Tab": false } },
  });

  const example = document.getElementById("example");
  example.addEventListener("change", () => {
    if (!example.value) return;
    const tab = editor.getTab();
    tab.setQuery(told.examples[example.value]);
    tab.setName(example.value);
  });

  document.getElementById("new-tab").addEventListener("click", () => editor.addTab(true));

  // --- What YASGUI lacks -------------------------------------------------------------------------

  const names = [
    [".yasqe_queryButton", "Ask (Ctrl-Enter)"], [".yasqe_share", "Share: a link to this query"],
    [".yasr_downloadIcon", "Download the result"], [".addTab", "New tab"],
    [".closeTab", "Close this tab"], [".yasqe_expandResults", "Full width"],
    [".tabContextButton", "Menu of this tab"], ["input:not([aria-label]):not([id])", "Field"],
    ["select:not([aria-label]):not([id])", "Choice"],
  ];

  function mend() {
    for (const [selector, name] of names) {
      for (const each of place.querySelectorAll(selector)) {
        if (!each.getAttribute("aria-label")) each.setAttribute("aria-label", name);
      }
    }
  }

  new MutationObserver(mend).observe(place, { childList: true, subtree: true });
  mend();
  place.kgEditor = editor;
  place.dataset.ready = "";
})();
