"""The precision of each rule, counted: what ``kg/data/rules.tsv`` is made of.

In: corpora. Out: a table of rules with how many of their claims were judged and were right, and
the lower bound of their precision. Rules that read numbers without tying them are counted over all
that they read, be it tied by others or not, and in RCT-ART by the spans that they see. No count
hangs on earlier ones: which claim comes before which is settled as if no rule had been judged.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.errors import InputError
from kg.evaluation.corpora import beside, corpora_at
from kg.evaluation.facts import facts_of
from kg.evaluation.formats import rct_art
from kg.evaluation.running import evaluate
from kg.evaluation.samples import Judgement, Reading, Sample
from kg.evaluation.sides import parts
from kg.evaluation.tally import by_rule, lower_bound
from kg.reading.ledger import Ledger
from kg.reading.page import lay_out
from kg.reading.ties import Order
from kg.reading.trust import unjudged
from kg.reading.untied import read_untied
from kg.records import Account, Document, Study, UntiedResult
from kg.sources import read_source

_FACTS = "fact."
HEAD = (
    "# How often the claims of each rule were right, over the documents to tune on.\n"
    "# at_least: the lower end of the 95 % interval (Wilson). Written by make confidence.\n"
)


def counted(paths: Iterable[Path]) -> str:
    """The table of rules as a file: those of claims, and those that read numbers.

    *Errors*: ``InputError`` where a corpus is damaged.
    """
    corpora = list(paths)
    with unjudged():
        rows = sorted((_claims(corpora) | _numbers(corpora)).items())
    lines = (
        f"{rule}\t{judged}\t{right}\t{lower_bound(right, judged):.4f}\n"
        for rule, (judged, right) in rows
        if judged and rule
    )
    return f"{HEAD}rule\tjudged\tright\tat_least\n{''.join(lines)}"


def _claims(corpora: list[Path]) -> dict[str, tuple[int, int]]:
    """How many of the claims of each rule were judged, and were right."""
    told = evaluate(corpora, suggested=True).judgements
    return {
        rule: (c.right + c.wrong, c.right)
        for rule, c in by_rule(told, 0).items()
        if not rule.startswith(_FACTS)
    }


def _numbers(corpora: list[Path]) -> dict[str, tuple[int, int]]:
    """How many of the numbers that each rule reads were judged, and were right."""
    right: Counter[str] = Counter()
    judged: Counter[str] = Counter()
    for each in _judgements(corpora):
        if each.rule.startswith(_FACTS) and each.verdict in {"right", "wrong"}:
            judged[each.rule] += 1
            right[each.rule] += each.verdict == "right"
    return {rule: (count, right[rule]) for rule, count in judged.items()}


def _judgements(corpora: list[Path]) -> Iterator[Judgement]:
    found = [each for path in corpora for each in corpora_at(path)]
    loaded = beside(found)
    sides = parts(sample for samples in loaded.values() for sample in samples)
    for corpus in found:
        told: list[Judgement] = []
        for sample in loaded[corpus.path]:
            if sides[sample.corpus, sample.id] == "tune":
                told += corpus.form.judge(_seen(sample))
        if corpus.form.name == rct_art.NAME:
            yield from (each for each in told if each.family == rct_art.NUMBER)
        else:
            for rule, c in by_rule(told, 0).items():
                verdicts = ["right"] * c.right + ["wrong"] * c.wrong
                yield from (Judgement("", v, "", "", rule=rule) for v in verdicts)  # type: ignore[arg-type]


def _seen(sample: Sample) -> Reading:
    """A sample of which only the numbers are read, as claims that nobody tied."""
    try:
        taken = read_source(sample.id, sample.text.encode())
    except InputError:
        taken = []
    accounts = tuple(_account(each) for each in taken if isinstance(each, Document))
    return Reading(sample, accounts, tuple(f for a in accounts for f in facts_of(a)), 0.0)


def _account(document: Document) -> Account:
    ledger = Ledger(lay_out(document))
    read_untied(ledger, Order())
    study = Study(untied_results=ledger.of(UntiedResult))
    return Account(report=document.report, studies=(study,), passages=ledger.passages)
