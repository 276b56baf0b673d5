// Completes fields from the graph while one types. In: fields with data-complete, each with its
// list. Out: the list filled with names that fit. Without it the list holds some names already.
"use strict";

for (const field of document.querySelectorAll("input[data-complete]")) {
  const list = field.list;
  let waiting;
  let asked = "";
  field.addEventListener("input", () => {
    const typed = field.value.trim();
    const isChosen = [...list.options].some((each) => each.value === typed);
    clearTimeout(waiting);
    if (typed.length < 2 || typed === asked || isChosen) return;
    waiting = setTimeout(async () => {
      asked = typed;
      const answer = await fetch(`${field.dataset.complete}?q=${encodeURIComponent(typed)}`);
      if (!answer.ok || asked !== typed) return;
      const found = await answer.json();
      list.replaceChildren(...found.map((each) => {
        const made = document.createElement("option");
        made.value = each.value;
        // A browser offers only what holds the typed words: so the other name stands beside.
        if (each.about) made.label = `${each.value}: ${each.about}`;
        return made;
      }));
    }, 150);
  });
}
