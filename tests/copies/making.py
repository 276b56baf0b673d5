"""All copies of the founding reports, single changes and combinations, with their facts.

In: the folder of the founding reports. Out: :class:`~copies.mutation.Copy` records, each time
the same.
"""

import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from copies import (
    article,
    article_changes,
    blind,
    fresh,
    network,
    network_changes,
    paraphrases,
    pubmed,
    pubmed_changes,
    pubmed_facts,
)
from copies.facts import Fact, Held, hold
from copies.mutation import Axes, Copy, Paraphrase, combinations, merged, restated, singles
from copies.report import sentences
from copies.statements import statements_of
from copies.trials import ArticleTrial, NetworkTrial, PubmedTrial
from kg.reading import read_account
from kg.records import Document
from kg.sources import read_source

FILES = {
    "K": "000_900305e1a7baa6be.txt",
    "A": "003_eb6146275eff18bf.txt",
    "S": "004_b7277dbb89b9213b.txt",
}
COMBINED = 60
# Changes that go with any paraphrase: they touch the facts, not the sentences.
FREE = (
    "scene",
    "drug",
    "numbers",
    "unit",
    "order of arms",
    "citation",
    "p-value",
    "direction",
    "order of results",
    "spelling",
)
T = TypeVar("T", PubmedTrial, ArticleTrial, NetworkTrial)


@dataclass(frozen=True)
class Founding(Generic[T]):
    """One founding report: how it is changed, written and asked for."""

    seed: str
    text: str
    trial: T
    axes: Axes[T]
    wordings: tuple[Mapping[str, Paraphrase], ...]
    render: Callable[[str, T], str]
    facts: Callable[[T], tuple[Fact, ...]]

    def copies(self, combined: int) -> Iterator[Copy]:
        """Unchanged, after each change, after several at once."""
        yield self._copy("unchanged", self.trial)
        for name, trial in singles(self.trial, self.axes):
            yield self._copy(name, trial)
        for name, trial in combinations(self.trial, self.axes, combined, ord(self.seed)):
            yield self._copy(name, trial)

    def paraphrases(self, wordings: Mapping[str, Paraphrase], combined: int) -> Iterator[Copy]:
        """Each sentence in other words: alone, with other numbers, and several at once."""
        for n, (name, wording) in enumerate(wordings.items()):
            yield self._worded(name, self.trial, [wording])
            numbers = self.axes["numbers"][f"set {n % 6}"]
            yield self._worded(f"{name}, numbers {n % 6}", numbers(self.trial), [wording])
        draw = random.Random(ord(self.seed))
        axes = {axis: changes for axis, changes in self.axes.items() if axis in FREE}
        changed = combinations(self.trial, axes, combined, ord(self.seed) + 1)
        for name, trial in changed:
            by_mark: dict[str, str] = {}
            for chance in draw.sample(list(wordings), 5):
                by_mark[wordings[chance].mark] = chance
            chosen = [wordings[w] for w in by_mark.values()]
            yield self._worded(f"{name} + {' + '.join(by_mark.values())}", trial, chosen)

    def _copy(self, name: str, trial: T) -> Copy:
        text = self.render(self.text, trial)
        return Copy(name, self.seed, text, self.facts(trial), self._new(text, self.trial))

    def _new(self, text: str, trial: T) -> str:
        """The sentences of a copy that another trial's copy does not have."""
        known = {*sentences(self.render(self.text, trial))}
        return " ".join(s for s in sentences(text) if s not in known)

    def _worded(self, name: str, trial: T, wordings: list[Paraphrase]) -> Copy:
        facts = self.facts(trial)
        for wording in wordings:
            facts = restated(facts, wording)
        plan = merged(trial.plan, instead={w.mark: w.sentence for w in wordings})
        text = self.render(self.text, trial._replace(plan=plan))
        return Copy(name, self.seed, text, facts, self._new(text, trial))


def founding(
    folder: Path,
) -> tuple[Founding[PubmedTrial], Founding[ArticleTrial], Founding[NetworkTrial]]:
    """The three founding reports."""
    k, a, s = ((folder / name).read_text(encoding="utf-8") for name in FILES.values())
    words = (
        (paraphrases.PUBMED, fresh.PUBMED, blind.PUBMED),
        (paraphrases.ARTICLE, fresh.ARTICLE, blind.ARTICLE),
        (paraphrases.NETWORK, fresh.NETWORK, blind.NETWORK),
    )
    record, axes = pubmed.founding(k), pubmed_changes.AXES
    make, ask = pubmed.render, pubmed_facts.facts_of
    return (
        Founding("K", k, record, axes, words[0], make, ask),
        Founding(
            "A", a, ArticleTrial(), article_changes.AXES, words[1],
            article.render, article.facts_of,
        ),
        Founding(
            "S", s, NetworkTrial(), network_changes.AXES, words[2],
            network.render, network.facts_of,
        ),
    )  # fmt: skip


def copies_of(folder: Path, combined: int = COMBINED) -> Iterator[Copy]:
    """All copies with single and combined changes."""
    for report in founding(folder):
        yield from report.copies(combined)


def paraphrases_of(folder: Path, combined: int = COMBINED // 2) -> Iterator[Copy]:
    """All copies with sentences in other words."""
    for report in founding(folder):
        yield from report.paraphrases(report.wordings[0], combined)


def fresh_of(folder: Path, combined: int = COMBINED // 2) -> Iterator[Copy]:
    """All copies with sentences in other words of the second list."""
    for report in founding(folder):
        yield from report.paraphrases(report.wordings[1], combined)


def blind_of(folder: Path, combined: int = COMBINED // 2) -> Iterator[Copy]:
    """All copies with sentences in other words of the third list."""
    for report in founding(folder):
        yield from report.paraphrases(report.wordings[2], combined)


def alone(copy: Copy, number: int) -> Copy:
    """The copy under an identifier of its own, so that many copies go into one graph."""
    new = {"doi": f"10.5555/copy.{number}", "pmid": str(90_000_000 + number)}
    text, facts = copy.text, []
    for fact in copy.facts:
        field = fact.fields.get("field")
        if fact.kind == "report" and field in new:
            text = re.sub(re.escape(fact.fields["value"]), new[field], text, flags=re.IGNORECASE)
            facts.append(fact._replace(fields={"field": field, "value": new[field]}))
        else:
            facts.append(fact)
    return copy._replace(text=text, facts=tuple(facts))


def held(copy: Copy) -> Held:
    """A copy read, and held against its facts."""
    [document] = read_source(f"{copy.seed}.txt", copy.text.encode())
    if not isinstance(document, Document):
        raise TypeError(copy.name)
    return hold(copy.name, copy.seed, copy.facts, statements_of(read_account(document)))
