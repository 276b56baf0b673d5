"""Where a sentence names arms and outcomes, as a model has learnt to tell by the words around them.

In: a text, the spans of its values, weights. Out: spans that may be arms and outcomes. They are
candidates for ties within the sentence and never claims: the arms of a study come from its roster.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import add
from types import MappingProxyType

from kg.reading.ties.marked import Marked, Span

LABELS = ("-", "A", "a", "O", "o")
"""Outside; the first word of an arm and a further one; those of an outcome."""
Weights = Mapping[str, Sequence[float]]
"""For each feature, and for each label before, a weight for every label."""
_TOKEN = re.compile(r"[A-Za-z]+|\d+(?:[.,·]\d+)*|\S")
_LOWER, _UPPER = re.compile("[a-z]+"), re.compile("[A-Z]")
_STEPS = (-3, -2, -1, 1, 2, 3)
_NONE: Mapping[str, str] = MappingProxyType({})
_ALLOWED = tuple(
    tuple(n for n, x in enumerate(LABELS) if label not in {"a", "o"} or x.lower() == label)
    for label in LABELS
)
_ALL = range(len(LABELS))
_NOTHING, _NEVER = (0.0,) * len(LABELS), -1e9


class Words:
    """The words of a text with their features; what stands in a value is one sign.

    ``lexicon`` tells of a word how often it is part of an arm, and of an outcome, where abstracts
    are annotated: a digit each, nought for hardly ever.
    """

    def __init__(
        self, text: str, values: tuple[Span, ...], lexicon: Mapping[str, str] = _NONE
    ) -> None:
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
        self._kinds = [lexicon.get(form, "?") for form in self.forms]
        self._often = Counter(self.forms)
        self._valued = [n for n, form in enumerate(self.forms) if form == "<V>"]

    def features(self, n: int) -> list[str]:
        """The names of what is true of a word and its neighbours."""
        here, word = self.forms[n], self.written[n]
        shape = _LOWER.sub("x", _UPPER.sub("X", word))[:5]
        third, second, last, after, behind, further = (self._form(n + step) for step in _STEPS)
        valued = self._valued
        near = min((abs(n - m) for m in valued), default=9)
        sides = f"{bool(valued) and valued[0] < n} {bool(valued) and valued[-1] > n}"
        return [
            "", f"w {here}", f"s {shape}", f"e {here[-3:]}", f"e4 {here[-4:]}", f"b {here[:4]}",
            f"-3 {third}", f"-2 {second}", f"-1 {last}", f"1 {after}", f"2 {behind}", f"3 {further}",
            f"p {last} {here}", f"n {here} {after}", f"pp {second} {last}", f"nn {after} {behind}",
            f"pn {last} {after}", f"ps {last} {shape}", f"ns {after} {shape}",
            f"place {min(n, 3)}", f"v {sides}", f"near {min(near, 6)}",
            f"often {min(self._often[here], 3)}", *self._told(n),
        ]  # fmt: skip

    def _told(self, n: int) -> list[str]:
        """What the lexicon knows of a word and its neighbours."""
        second, last, here, after, behind = (self._kind(n + step) for step in (-2, -1, 0, 1, 2))
        return [
            f"k {here}", f"kp {last} {here}", f"kn {here} {after}", f"kpn {last} {here} {after}",
            f"ka {here[0]}", f"ko {here[1:]}", f"k2 {behind}", f"k-2 {second}",
        ]  # fmt: skip

    def _form(self, n: int) -> str:
        return self.forms[n] if 0 <= n < len(self.forms) else "^"

    def _kind(self, n: int) -> str:
        return self._kinds[n] if 0 <= n < len(self._kinds) else "?"


def tagged(words: Words, weights: Weights) -> list[str]:
    """The best row of labels for words (Viterbi)."""
    steps = [weights.get(f"> {label}", _NOTHING) for label in LABELS]
    into = [[step[n] if m in _ALLOWED[n] else _NEVER for m, step in enumerate(steps)] for n in _ALL]
    best: list[float] = [0.0, *[_NEVER] * (len(LABELS) - 1)]
    came: list[list[int]] = []
    for n in range(len(words.forms)):
        told = [weights[name] for name in words.features(n) if name in weights]
        local = list(map(sum, zip(*told, strict=True))) if told else _NOTHING
        rows = [list(map(add, best, row)) for row in into]
        tops = list(map(max, rows))
        best = list(map(add, tops, local))
        came.append([row.index(top) for row, top in zip(rows, tops, strict=True)])
    place = max(_ALL, key=lambda each: (best[each], LABELS[each]))
    row = [place]
    for lasts in reversed(came[1:]):
        row.append(lasts[row[-1]])
    return [LABELS[each] for each in reversed(row)] if came else []


def found(
    text: str, values: tuple[Span, ...], weights: Weights, lexicon: Mapping[str, str] = _NONE
) -> Marked:
    """The text with the values given, and the arms and outcomes that the weights find."""
    words = Words(text, values, lexicon)
    spans: dict[str, list[Span]] = {"A": [], "O": []}
    for n, label in enumerate(tagged(words, weights)):
        if label in spans:
            spans[label].append(words.spans[n])
        elif label != "-":
            mine = spans[label.upper()]
            mine[-1] = (mine[-1][0], words.spans[n][1])
    return Marked(text, values, tuple(spans["A"]), tuple(spans["O"]))
