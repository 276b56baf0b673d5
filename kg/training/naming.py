"""Learning where sentences name arms and outcomes: an averaged perceptron over labels of words.

In: words with their labels, a seed. Out: weights by feature and label.
*Source*: Collins, Discriminative training methods for hidden Markov models, EMNLP 2002.
"""

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.reading.ties.marked import Marked, Span
from kg.reading.ties.names import LABELS, Words, tagged

_EPOCHS, _SMALL = 8, 0.15
Weights = dict[str, list[float]]


def labels_of(words: Words, marked: Marked) -> list[str]:
    """The labels of words as a marked sentence has them."""
    return [_label(span, marked) for span in words.spans]


def _label(span: Span, marked: Marked) -> str:
    for letter, heads in (("A", marked.arms), ("O", marked.outcomes)):
        for start, end in heads:
            if start <= span[0] < end and span not in marked.values:
                return letter if span[0] == start else letter.lower()
    return "-"


def learn(sentences: Sequence[Marked], lexicon: Mapping[str, str], *, seed: int = 0) -> Weights:
    """The weights that label the words of sentences, which a lexicon tells of."""
    told = [
        (words := Words(m.text, m.values, lexicon), _legal(labels_of(words, m))) for m in sentences
    ]
    weights: Weights = defaultdict(lambda: [0.0] * len(LABELS))
    sums: Weights = defaultdict(lambda: [0.0] * len(LABELS))
    order = list(range(len(told)))
    drawn, step = random.Random(seed), 0  # noqa: S311 - no secret
    for _ in range(_EPOCHS):
        drawn.shuffle(order)
        for place in order:
            step += 1
            words, gold = told[place]
            _correct(weights, sums, words, gold, tagged(words, weights), step)
    return _averaged(weights, sums, step)


def _legal(labels: list[str]) -> list[str]:
    """Labels in which a further word follows a first one."""
    legal: list[str] = []
    for label in labels:
        opened = legal and legal[-1].lower() == label
        legal.append(label if label not in {"a", "o"} or opened else label.upper())
    return legal


def _correct(
    weights: Weights, sums: Weights, words: Words, gold: list[str], got: list[str], step: int
) -> None:
    before = ("-", "-")
    for n, pair in enumerate(zip(gold, got, strict=True)):
        if (pair, before) == ((pair[0], pair[0]), (before[0], before[0])):
            before = pair
            continue
        same = pair[0] == pair[1]
        names = [] if same else words.features(n)
        for label, last, sign in zip(pair, before, (1.0, -1.0), strict=True):
            for name in (f"> {last}", *names):
                weights[name][LABELS.index(label)] += sign
                sums[name][LABELS.index(label)] += step * sign
        before = pair


def _averaged(weights: Weights, sums: Weights, steps: int) -> Weights:
    told = {
        name: [
            value if abs(value := round(each - total / (steps + 1), 2)) > _SMALL else 0
            for each, total in zip(own, sums[name], strict=True)
        ]
        for name, own in sorted(weights.items())
    }
    return {name: own for name, own in told.items() if any(own)}
