// Draws the evidence network. In: the JSON beside the page. Out: a picture in which a circle or a
// line that is chosen says where it leads. Nothing here is needed: the tables say the same.
"use strict";

(() => {
  const place = document.getElementById("network");
  if (!place || !window.cytoscape) return;
  const figure = place.closest("figure");
  const chosen = document.getElementById("chosen");
  const many = (n, noun) => `${n} ${noun}${n === 1 ? "" : "s"}`;

  function colours() {
    const style = getComputedStyle(document.documentElement);
    const of = (name) => style.getPropertyValue(name).trim();
    return { ink: of("--ink"), paper: of("--paper"), line: of("--line"), link: of("--link"), word: of("--word") };
  }

  // A large network is drawn small: its words stay as large as those of the page.
  function look(zoom) {
    const c = colours();
    const scale = 1 / Math.min(1, zoom);
    const size = 12 * scale;
    return [
      { selector: "node", style: {
        label: "data(label)", color: c.ink, "background-color": c.link, "font-size": size,
        width: diameter(scale), height: diameter(scale),
        "text-wrap": "wrap", "text-max-width": 10 * size, "text-valign": "bottom", "text-margin-y": 5,
        "text-background-color": c.paper, "text-background-opacity": 0.8, "text-background-padding": 2,
        "min-zoomed-font-size": 7 } },
      { selector: "edge", style: {
        "curve-style": "bezier", "line-color": c.line, width: "mapData(size, 0, 1, 2, 12)",
        label: "data(words)", color: c.ink, "font-size": 0.85 * size, "min-zoomed-font-size": 7,
        "text-background-color": c.paper, "text-background-opacity": 0.9, "text-background-padding": 2 } },
      { selector: ":selected", style: { "background-color": c.word, "line-color": c.word } },
    ];
  }

  function diameter(scale) {
    return `mapData(size, 0, 1, ${12 * scale}, ${44 * scale})`;
  }

  function elements(net) {
    const drawn = new Map(net.nodes.filter((each) => each.drawn).map((each) => [each.id, each]));
    const edges = net.edges.filter((each) => drawn.has(each.source) && drawn.has(each.target));
    const most = Math.max(1, ...[...drawn.values()].map((each) => each.trials));
    const widest = Math.max(2, ...edges.map((each) => each.trials.length));
    return [
      ...[...drawn.values()].map((each) => ({ data: { ...each, size: Math.sqrt(each.trials / most) } })),
      ...edges.map((each) => ({ data: {
        ...each, words: String(each.trials.length), size: (each.trials.length - 1) / (widest - 1) } })),
    ];
  }

  function link(to, words) {
    const made = document.createElement("a");
    made.href = to;
    made.textContent = words;
    return made;
  }

  function list(items) {
    const made = document.createElement("ul");
    made.className = "plain";
    for (const each of items) {
      const item = document.createElement("li");
      item.append(each);
      made.append(item);
    }
    return made;
  }

  function tell(title, items) {
    const head = document.createElement("p");
    const strong = document.createElement("strong");
    strong.textContent = title;
    head.append(strong);
    chosen.replaceChildren(head, list(items));
  }

  function focusOn(label) {
    const to = new URL("/network", location.href);
    const substance = new URLSearchParams(location.search).get("substance");
    if (substance) to.searchParams.set("substance", substance);
    to.searchParams.set("around", label);
    return link(to.href, "Only this and what it was compared with");
  }

  function tellNode(node) {
    const leads = node.data("concepts").map((each) => link(each.path, each.label));
    tell(`${node.data("label")}: given in ${many(node.data("trials"), "trial")}, compared with ` +
      `${many(node.data("degree"), "other")}`, [...leads, focusOn(node.data("label"))]);
  }

  function tellEdge(edge) {
    const names = `${edge.source().data("label")} and ${edge.target().data("label")}`;
    const trials = edge.data("trials");
    tell(`${names}: ${many(trials.length, "trial")}`, trials.map((each) => link(each.path, each.label)));
  }

  // The layout is as high as wide; the place for it is not, and words need width.
  function stretch(picture) {
    const box = picture.nodes().boundingBox({ includeLabels: false });
    const by = ((picture.width() - 80) / (picture.height() - 80)) * (box.h / box.w);
    if (Number.isFinite(by) && by > 1) {
      picture.nodes().positions((node) => ({ x: node.position("x") * by, y: node.position("y") }));
    }
    picture.fit(undefined, 40);
  }

  function draw(net) {
    const picture = cytoscape({
      container: place, elements: elements(net), style: look(1), minZoom: 0.1, maxZoom: 4,
      // The wheel scrolls the page, as everywhere; buttons zoom.
      userZoomingEnabled: false, boxSelectionEnabled: false,
      layout: { name: "cose", animate: false, randomize: false, padding: 40, nodeDimensionsIncludeLabels: true,
        nodeRepulsion: () => 20000, idealEdgeLength: () => 130, componentSpacing: 80, numIter: 800 },
    });
    stretch(picture);
    const zoom = picture.zoom();
    picture.style(look(zoom));
    picture.on("tap", "node", (event) => tellNode(event.target));
    picture.on("tap", "edge", (event) => tellEdge(event.target));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => picture.style(look(zoom)));
    for (const button of figure.querySelectorAll("button[data-zoom]")) {
      button.addEventListener("click", () => {
        const by = Number(button.dataset.zoom);
        if (!by) picture.fit(undefined, 40);
        else picture.zoom({ level: picture.zoom() * by, renderedPosition: { x: picture.width() / 2, y: picture.height() / 2 } });
      });
    }
    chosen.textContent = "";
    place.kgPicture = picture;
    place.dataset.ready = "";
  }

  figure.hidden = false;
  chosen.textContent = "The picture is being drawn.";
  fetch(place.dataset.from, { headers: { accept: "application/json" } })
    .then((answer) => (answer.ok ? answer.json() : Promise.reject(new Error(String(answer.status)))))
    .then(draw)
    .catch(() => { chosen.textContent = "It could not be drawn; the tables below say the same."; });
})();
