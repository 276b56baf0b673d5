"""Which documents may be tuned on and which are held out, the same on every machine.

In: the samples of all corpora that lie beside one another. Out: for each the side it is on, by a
hash of its document's id. Texts that share long runs of words are one document, in whatever corpus
and under whatever id they stand: the least of their ids decides for all.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from typing import Literal

from kg.evaluation.samples import Sample

Part = Literal["tune", "held-out"]
Key = tuple[str, str]

_WORD = re.compile(r"[a-z]+")
_RUN = 8
_SHARED = 0.3
_HELD_OUT = 0.3


def parts(samples: Iterable[Sample]) -> dict[Key, Part]:
    """The side of each sample, under its corpus and id.

    >>> text = "We gave forty adults a nap at noon and asked how well they slept at night."
    >>> both = [Sample("one", "7", text, ()), Sample("two", "x", f"Aims. {text}", ())]
    >>> len(set(parts(both).values()))
    1
    """
    heads = _Heads()
    first: dict[int, Key] = {}
    least: dict[Key, str] = {}
    for sample in sorted(samples, key=lambda each: (-len(each.text), each.corpus, each.id)):
        # Longest first: a sentence is looked for in abstracts, not an abstract in sentences.
        key = (sample.corpus, sample.id)
        least[key] = sample.id
        runs = set(_runs(sample.text))
        shared: dict[Key, int] = defaultdict(int)
        for run in runs:
            shared[first.setdefault(run, key)] += 1
        heads.join(key, (other for other, n in shared.items() if n >= _SHARED * len(runs)))
        heads.join_same(key)
    return heads.decide(least)


class _Heads:
    """Which samples are one document: each has a head that all of its document share."""

    def __init__(self) -> None:
        self._head: dict[Key, Key] = {}
        self._ids: dict[str, Key] = {}

    def of(self, key: Key) -> Key:
        while self._head.setdefault(key, key) != key:
            key = self._head[key]
        return key

    def join(self, key: Key, others: Iterable[Key]) -> None:
        for other in others:
            self._head[self.of(other)] = self.of(key)

    def join_same(self, key: Key) -> None:
        """Samples under one id are one document, but for numbers of sentences."""
        if ":" not in key[1]:
            self.join(key, [self._ids.setdefault(key[1], key)])

    def decide(self, least: Mapping[Key, str]) -> dict[Key, Part]:
        names: dict[Key, str] = {}
        for key, name in least.items():
            head = self.of(key)
            names[head] = min(names.get(head, name), name)
        return {key: part_of(names[self.of(key)]) for key in least}


def part_of(name: str) -> Part:
    """The side of a document by its id alone.

    >>> part_of("12345"), part_of("12346")
    ('tune', 'held-out')
    """
    share = int.from_bytes(sha256(name.encode()).digest()[:4], "big") / (1 << 32)
    return "held-out" if share < _HELD_OUT else "tune"


def _runs(text: str) -> Iterator[int]:
    """Runs of words, figures left out, since corpora spell and cut these differently."""
    found = _WORD.findall(text.lower())
    last = max(1, len(found) - _RUN + 1)
    return (hash(tuple(found[n : n + _RUN])) for n in range(last))
