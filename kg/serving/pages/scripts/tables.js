// Sorts tables by a column. In: tables of two rows or more. Out: heads that are buttons; numbers
// sort as numbers, cells without a value stand last, a third press gives the first order back.
"use strict";

const inWords = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
const orders = ["none", "ascending", "descending"];

function valueOf(row, place) {
  const words = row.cells[place] ? row.cells[place].textContent.trim() : "";
  const found = words.match(/^[<>=≤≥~]?\s*([-−+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?)/i);
  const number = found ? Number(found[1].replaceAll(",", "").replace("−", "-")) : NaN;
  return { words: words === "–" ? "" : words, number };
}

function compared(first, second) {
  const bothNumbers = !Number.isNaN(first.number) && !Number.isNaN(second.number);
  if (bothNumbers && first.number !== second.number) return first.number - second.number;
  return inWords.compare(first.words, second.words);
}

function sortable(table) {
  const body = table.tBodies[0];
  const rows = [...body.rows];
  const heads = [...table.tHead.rows[0].cells];

  function sort(place, order) {
    const sign = order === "descending" ? -1 : 1;
    const keyed = rows.map((row, number) => ({ row, number, key: valueOf(row, place) }));
    keyed.sort((a, b) => {
      if (order === "none") return a.number - b.number;
      if (!a.key.words !== !b.key.words) return a.key.words ? -1 : 1;
      return sign * compared(a.key, b.key) || a.number - b.number;
    });
    body.append(...keyed.map((each) => each.row));
    heads.forEach((head, number) => {
      if (number === place && order !== "none") head.setAttribute("aria-sort", order);
      else head.removeAttribute("aria-sort");
    });
  }

  heads.forEach((head, place) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const now = head.getAttribute("aria-sort") || "none";
      sort(place, orders[(orders.indexOf(now) + 1) % orders.length]);
    });
  });
}

for (const table of document.querySelectorAll(".wide > table")) {
  if (table.tHead && table.tBodies[0] && table.tBodies[0].rows.length > 1) sortable(table);
}
