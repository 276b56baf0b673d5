"""Which way an outcome went between two arms, as a model has learnt to tell by the words around.

In: the masked words of a sentence, weights. Out: how likely the arm on trial had more, had less,
or no difference was found. Both ways of naming the arms are asked, and must fit each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from math import exp

Weights = Mapping[str, Sequence[float]]
WAYS = ("higher", "lower", "no difference")
_SWAPPED = {"E": "C", "C": "E"}
_CUES = {
    "+": """higher greater more larger longer increased increase increases increasing elevated above
        exceeded improved rose gain gains gained raised improvement improvements improve improves
        enhanced enhance better superior prolonged favoured favored benefit effective greatest
        highest promoted stronger faster""",
    "-": """lower less fewer smaller shorter decreased decrease decreases decreasing reduced reduce
        reduces reduction reductions below fell declined decline worse inferior lesser attenuated
        diminished prevented suppressed lowered inhibited shortened worsened poorer slower lowest
        delayed""",
    "no": "no not nor neither without none non-significant nonsignificant unchanged non",
    "=": """similar comparable same equal alike equivalent difference differences differ differed
        different equally effect effects change changes""",
    "sig": "significant significantly significance statistically",
    "vs": "than versus vs compared relative comparison against",
    "|": "but whereas while however although ;",
}
_CUE = {word: cue for cue, words in _CUES.items() for word in words.split()} | {
    mark: mark for mark in ("E", "C", "O", "psig", "pns")
}
CUES = frozenset(_CUE) - {"E", "C", "O"}
"""Words that tell a direction; as part of an outcome's name they are not masked."""
_TURNING = frozenset({"+", "-", "=", "no"})
_NEAR, _FAR, _LONGEST, _LONG = 6, 4, 5, 4


def features(words: Sequence[str]) -> list[str]:
    """The names of what is true of masked words, each once and in one order."""
    cues = [_CUE.get(word) for word in words]
    row = [cue for cue in cues if cue]
    row = [cue for n, cue in enumerate(row) if not n or row[n - 1] != cue]
    bare = [cue for cue in row if cue != "sig"]
    told = {
        *_runs("w", words, 1, 3),
        *_runs("s", row, 1, _LONGEST),
        *_runs("S", bare, 2, _LONG),
        *_around(words, cues),
        *_of_clause(words, cues),
        *_of_sentence(words, row),
    }
    return sorted(told)


def _runs(name: str, words: Sequence[str], least: int, most: int) -> Iterator[str]:
    for length in range(least, most + 1):
        for n in range(len(words) - length + 1):
            yield f"{name}{length} {' '.join(words[n : n + length])}"


def _around(words: Sequence[str], cues: list[str | None]) -> Iterator[str]:
    """What stands near the outcome."""
    turning = [n for n, cue in enumerate(cues) if cue in _TURNING]
    for place in (n for n, word in enumerate(words) if word == "O"):
        for n in range(max(0, place - _NEAR), min(len(words), place + _NEAR + 1)):
            side = "<" if n < place else ">"
            if n != place:
                yield f"o{side} {words[n]}"
                if cues[n]:
                    yield f"oc{side} {cues[n]} {min(abs(n - place), _FAR)}"
        if turning:
            cue = cues[min(turning, key=lambda n: (abs(n - place), cues[n]))]
            yield f"near {cue}"
            yield f"near {cue} {'E' in words[:place]} {'C' in words[:place]}"


def _of_clause(words: Sequence[str], cues: list[str | None]) -> Iterator[str]:
    """The cues of the clauses in which the outcome stands."""
    for place in (n for n, word in enumerate(words) if word == "O"):
        start = max((n + 1 for n in range(place) if cues[n] == "|"), default=0)
        end = next((n for n in range(place, len(words)) if cues[n] == "|"), len(words))
        row = [cue for cue in cues[start:end] if cue and cue != "sig"]
        yield from _runs("c", row, 1, _LONG)
        turns = "".join(sorted(_TURNING & set(row)))
        yield f"clause {turns} {'psig' in row} {'pns' in row}"
        yield f"clause {turns} {''.join(cue for cue in row if cue in {'E', 'C'})[:2]}"


def _of_sentence(words: Sequence[str], row: list[str]) -> Iterator[str]:
    """What the sentence says as a whole: one cue alone, who stands behind a comparison, tests."""
    turns = "".join(sorted({"+", "-"} & set(row)))
    if len(turns) == 1:
        arms = "".join(cue for cue in row if cue in {"E", "C"})[:2]
        yield f"only {turns} {arms} {'no' in row} {'vs' in row}"
    for n, cue in enumerate(row[:-1]):
        if cue == "vs":
            yield f"vs> {row[n + 1]}"
            yield f"vs> {row[n + 1]} {turns}"
    tests = f"p {'psig' in words} {'pns' in words}"
    yield tests
    yield f"{tests} {turns}"


def swapped(words: Sequence[str]) -> list[str]:
    """The words with the two arms in each other's place."""
    return [_SWAPPED.get(word, word) for word in words]


def shares(weights: Weights, names: Sequence[str]) -> list[float]:
    """How likely each way is, by the names of features."""
    told = [0.0, 0.0, 0.0]
    for row in (weights[name] for name in names if name in weights):
        told = [one + two for one, two in zip(told, row, strict=True)]
    most = max(told)
    powers = [exp(each - most) for each in told]
    return [each / sum(powers) for each in powers]


def likely(weights: Weights, words: Sequence[str]) -> dict[str, float]:
    """How likely each way is, from both ways of naming the arms.

    >>> told = likely({"w1 lower": (-1.0, 1.0, 0.0)}, ["O", "lower", "with", "E"])
    >>> round(told["higher"], 2) == round(told["lower"], 2)
    True
    """
    return both(weights, features(words), features(swapped(words)))


def both(weights: Weights, names: Sequence[str], turned: Sequence[str]) -> dict[str, float]:
    """How likely each way is, by the features of words as they are and with arms swapped."""
    one, two = shares(weights, names), shares(weights, turned)
    pairs = zip(WAYS, one, (two[1], two[0], two[2]), strict=True)
    return {way: (first + second) / 2 for way, first, second in pairs}
