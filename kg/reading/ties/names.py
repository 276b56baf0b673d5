"""Where a sentence names arms and outcomes, as a model has learnt to tell by the words around them.

In: a text, the spans of its values, weights. Out: spans that may be arms and outcomes. They are
candidates for ties within the sentence and never claims: the arms of a study come from its roster.
"""

import re
from collections.abc import Mapping

from kg.reading.ties.marked import Marked, Span

LABELS = ("-", "A", "a", "O", "o")
"""Outside; the first word of an arm and a further one; those of an outcome."""
Weights = Mapping[str, Mapping[str, float]]
_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,·]\d+)*|\S")
_ALLOWED = {
    label: tuple(x for x in LABELS if label not in {"a", "o"} or x.lower() == label)
    for label in LABELS
}


class Words:
    """The words of a text with their features; what stands in a value is one sign."""

    def __init__(self, text: str, values: tuple[Span, ...]) -> None:
        self.spans: list[Span] = []
        self.forms: list[str] = []
        self.written: list[str] = []
        marks = sorted(values)
        for match in _TOKEN.finditer(text):
            inside = next((v for v in marks if v[0] <= match.start() < v[1]), None)
            if inside is not None and self.spans and self.spans[-1] == inside:
                continue
            word = match.group()
            self.spans.append(inside or match.span())
            self.written.append("" if inside else word)
            self.forms.append("<V>" if inside else "#" if word[0].isdigit() else word.lower())

    def features(self, n: int) -> list[str]:
        """The names of what is true of a word and its neighbours."""
        here, word = self._form(n), self.written[n]
        shape = re.sub(r"[a-z]+", "x", re.sub(r"[A-Z]", "X", word))[:5]
        near = [self._form(n + step) for step in (-3, -2, -1, 1, 2, 3)]
        nearest = [abs(n - m) for m, form in enumerate(self.forms) if form == "<V>"]
        after = any(form == "<V>" for form in self.forms[:n])
        before = any(form == "<V>" for form in self.forms[n + 1 :])
        return [
            "", f"w {here}", f"s {shape}", f"e {here[-3:]}", f"e4 {here[-4:]}", f"b {here[:4]}",
            *(f"{step} {form}" for step, form in zip((-3, -2, -1, 1, 2, 3), near, strict=True)),
            f"p {near[2]} {here}", f"n {here} {near[3]}", f"pp {near[1]} {near[2]}", f"nn {near[3]} {near[4]}",
            f"pn {near[2]} {near[3]}", f"ps {near[2]} {shape}", f"ns {near[3]} {shape}",
            f"place {min(n, 3)}", f"v {after} {before}", f"near {min(min(nearest, default=9), 6)}",
            f"often {min(self.forms.count(here), 3)}",
        ]  # fmt: skip

    def _form(self, n: int) -> str:
        return self.forms[n] if 0 <= n < len(self.forms) else "^"


def tagged(words: Words, weights: Weights) -> list[str]:
    """The best row of labels for words (Viterbi)."""
    best: dict[str, tuple[float, list[str]]] = {"-": (0.0, [])}
    for n in range(len(words.forms)):
        told = [weights[name] for name in words.features(n) if name in weights]
        local = {label: sum(w.get(label, 0.0) for w in told) for label in LABELS}
        step: dict[str, tuple[float, list[str]]] = {}
        for label in LABELS:
            came = [
                (best[x][0] + weights.get(f"> {x}", {}).get(label, 0.0), x)
                for x in _ALLOWED[label]
                if x in best
            ]
            if came:
                score, last = max(came)
                step[label] = (score + local[label], [*best[last][1], label])
        best = step
    return max(best.values())[1]


def found(text: str, values: tuple[Span, ...], weights: Weights) -> Marked:
    """The text with the values given, and the arms and outcomes that the weights find."""
    words = Words(text, values)
    spans: dict[str, list[Span]] = {"A": [], "O": []}
    for n, label in enumerate(tagged(words, weights)):
        if label in spans:
            spans[label].append(words.spans[n])
        elif label != "-":
            mine = spans[label.upper()]
            mine[-1] = (mine[-1][0], words.spans[n][1])
    return Marked(text, values, tuple(spans["A"]), tuple(spans["O"]))
