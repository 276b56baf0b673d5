"""The evaluation room: what reads well scores well, what reads badly must not."""

import gc
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import sample_misreadings as broken
from sample_corpora import NAMES, PMC, TEXT, write_corpora
from sample_misreadings import Misreading

from kg.evaluation import Evaluation, evaluate, taking
from kg.evaluation.corpora import corpora_at
from kg.evaluation.counted import counted
from kg.evaluation.facts import facts_of
from kg.evaluation.samples import Judgement, Sample
from kg.evaluation.scoring import OFFSETS
from kg.evaluation.sides import parts
from kg.evaluation.tally import Counts, by_confidence, by_family, by_rule, count
from kg.reading import read_account, trust
from kg.reading.trust import confidence
from kg.records import Account, Document, GroupResult, Number, Passage, Report, Study

Misread = Callable[[Misreading], Evaluation]
Families = dict[tuple[str, str], Counts]


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small corpus of each format, in a folder with nobody's beside it."""
    folder = tmp_path_factory.mktemp("corpora") / "all"
    folder.mkdir()
    return write_corpora(folder)


def families(evaluation: Evaluation) -> Families:
    """The counts by corpus and family."""
    return by_family(evaluation.judgements, evaluation.documents)


@pytest.fixture(scope="module")
def good(corpora: Path) -> Evaluation:
    """The corpora, read as they are."""
    return evaluate([corpora], part="all")


@pytest.fixture
def misread(corpora: Path, monkeypatch: pytest.MonkeyPatch) -> Misread:
    """What evaluates the corpora with a broken reading."""

    def run(misreading: Misreading) -> Evaluation:
        def broken_account(document: Document) -> Account:
            return misreading(read_account(document))

        monkeypatch.setattr("kg.evaluation.taking.read_account", broken_account)
        return evaluate([corpora], part="all")

    return run


# --- A good reading -------------------------------------------------------------------------------


def test_each_format_is_told_by_its_content(corpora: Path) -> None:
    """Whatever the folders are called."""
    assert sorted(each.form.name for each in corpora_at(corpora)) == sorted(NAMES)


PERFECT = {
    ("PICO-Corpus", "total N"): 1,
    ("PICO-Corpus", "per-arm N"): 2,
    ("PICO-Corpus", "result values"): 6,
    ("PICO-Corpus", "arm-tied results"): 6,
    ("RCT-ART", "measure spans seen, to the letter"): 2,
    ("RCT-ART", "measure spans seen, by number"): 2,
    ("RCT-ART", "measure spans claimed"): 2,
    ("RCT-ART", "relations over gold spans"): 4,
    ("RCT-ART", "relations, joint"): 4,
    ("Evidence Inference", "direction of effect"): 3,
    ("Evidence Inference", "no difference"): 1,
    ("CLERx", "ratios"): 1,
    ("numeric ICO", "numbers of full texts"): 3,
    ("numeric ICO", "group sizes of full texts"): 2,
    ("hand-annotated", "values of facts"): 11,
    ("hand-annotated", "total N"): 1,
    ("hand-annotated", "per-arm N"): 2,
    ("hand-annotated", "template, all slots"): 14,
    ("EBM-NLP", "interventions, tokens"): 6,
}


@pytest.mark.parametrize(("family", "right"), PERFECT.items(), ids=str)
def test_what_is_read_well_scores_well(
    good: Evaluation, family: tuple[str, str], right: int
) -> None:
    """Everything annotated is found, and nothing else in its place."""
    counts = families(good)[family]
    assert (counts.right, counts.wrong, counts.missed) == (right, 0, 0)
    assert (counts.precision, counts.recall, counts.coverage, counts.f1) == (1, 1, 1, 1)


def test_names_that_nobody_can_tell_to_be_wrong_have_no_precision(good: Evaluation) -> None:
    """Both arms are found under their names; this is no praise of the others."""
    counts = families(good)["PICO-Corpus", "names of arms"]
    assert (counts.right, counts.missed, counts.recall) == (2, 0, 1)
    assert (counts.precision, counts.at_least, counts.f1, counts.wrong_per_100) == (None,) * 4


def test_a_participant_that_no_claim_names_is_missed(good: Evaluation) -> None:
    """The annotated condition is not among the claims of this abstract."""
    counts = families(good)["EBM-NLP", "participants, tokens"]
    assert (counts.right, counts.missed) == (0, 2)


def test_a_word_of_a_name_that_is_not_annotated_is_wrong(good: Evaluation) -> None:
    """Of the name of the outcome the annotators marked one word of two."""
    counts = families(good)["EBM-NLP", "outcomes, tokens"]
    assert (counts.right, counts.wrong) == (1, 1)


def test_all_offsets_are_exact(good: Evaluation) -> None:
    """Each number stands in the passage that is cited for it."""
    told = [each.verdict for each in good.judgements if each.family == OFFSETS]
    assert set(told) == {"right"}
    assert len(told) > 50


# --- Broken readings ------------------------------------------------------------------------------

BROKEN: list[tuple[Misreading, set[tuple[str, str]]]] = [
    (
        broken.shifted_numbers,
        {
            ("PICO-Corpus", "result values"),
            ("PICO-Corpus", "arm-tied results"),
            ("RCT-ART", "relations, joint"),
            ("RCT-ART", "measure spans claimed"),
            ("CLERx", "ratios"),
            ("hand-annotated", "values of facts"),
        },
    ),
    (
        broken.values_not_as_written,
        {
            ("PICO-Corpus", "result values"),
            ("CLERx", "ratios"),
            ("hand-annotated", "values of facts"),
        },
    ),
    (
        broken.spread_for_value,
        {("PICO-Corpus", "result values"), ("hand-annotated", "values of facts")},
    ),
    (
        broken.shifted_intervals,
        {("hand-annotated", "template: CI"), ("hand-annotated", "values of facts")},
    ),
    (
        broken.swapped_arms,
        {
            ("PICO-Corpus", "arm-tied results"),
            ("RCT-ART", "relations over gold spans"),
            ("RCT-ART", "relations, joint"),
            ("Evidence Inference", "direction of effect"),
            ("numeric ICO", "numbers of full texts"),
        },
    ),
    (
        broken.swapped_sizes,
        {("PICO-Corpus", "per-arm N"), ("hand-annotated", "per-arm N")},
    ),
    (
        broken.shifted_people,
        {
            ("PICO-Corpus", "per-arm N"),
            ("PICO-Corpus", "total N"),
            ("hand-annotated", "per-arm N"),
            ("hand-annotated", "total N"),
        },
    ),
    (
        broken.wrong_kinds,
        {
            ("PICO-Corpus", "result values"),
            ("PICO-Corpus", "arm-tied results"),
            ("CLERx", "ratios"),
            ("hand-annotated", "template: percentage affected"),
        },
    ),
    (broken.turned_directions, {("Evidence Inference", "direction of effect")}),
    (
        broken.both_arms,
        {
            ("PICO-Corpus", "arm-tied results"),
            ("RCT-ART", "relations, joint"),
        },
    ),
]
CASES = [pytest.param(each, hit, id=each.__name__) for each, hit in BROKEN]


@pytest.mark.parametrize(("misreading", "hit"), CASES)
def test_a_broken_reading_lowers_precision_where_it_is_broken(
    good: Evaluation, misread: Misread, misreading: Misreading, hit: set[tuple[str, str]]
) -> None:
    """Values, arms, kinds, directions: none can be wrong unseen, and nothing looks better."""
    before, after = families(good), families(misread(misreading))
    kept = {
        (corpus, family)
        for corpus, family in hit
        if _claimed(family) and (after[corpus, family].precision or 0) >= 1
    }
    assert not kept
    assert all((after[key].f1 or 0) <= (before[key].f1 or 0) for key in before)


def test_whoever_claims_every_number_is_found_out(misread: Misread) -> None:
    """Where not all is annotated, by the floor; where it is, by precision."""
    after = families(misread(broken.every_number))
    assert (after["PICO-Corpus", "arm-tied results"].precision or 0) <= 0.5
    assert (after["PICO-Corpus", "result values"].floor or 0) < 0.8
    assert (after["hand-annotated", "values of facts"].precision or 0) < 0.8


def _claimed(family: str) -> bool:
    """Whether asserted claims are judged: not what the grammar sees, nor ties of given spans."""
    return not any(words in family for words in ("seen", "gold spans", "with suggestions"))


def test_silence_has_no_precision_and_no_recall(misread: Misread) -> None:
    """Who claims nothing is never wrong, and never right."""
    told = families(misread(broken.silence))
    claimed = [counts for (_, family), counts in told.items() if _claimed(family)]
    assert {(counts.precision, counts.recall) for counts in claimed} == {(None, 0.0)}


def test_nobody_looks_for_cycles_while_a_document_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a build, whose speed is measured; afterwards they are looked for again."""
    seen: list[bool] = []

    def noted(document: Document) -> Account:
        seen.append(gc.isenabled())
        return read_account(document)

    monkeypatch.setattr(taking, "read_account", noted)
    taking.take(Sample("own", "a", "We randomly assigned 12 adults.", ()))
    assert seen == [False]
    assert gc.isenabled()


def test_a_suggestion_counts_only_where_suggestions_are_wanted(
    corpora: Path, good: Evaluation, misread: Misread
) -> None:
    """It is neither right nor wrong otherwise, and is missed like what was never read."""
    asserted = misread(broken.mere_suggestions)
    told = [c for (_, family), c in families(asserted).items() if _claimed(family)]
    assert {(counts.right, counts.wrong) for counts in told} == {(0, 0)}
    wanted = evaluate([corpora], part="all", suggested=True)
    assert families(wanted) == families(good)


def test_sentences_are_no_abstracts_among_which_wrong_claims_are_counted(good: Evaluation) -> None:
    """Nor are documents of which no corpus judges a claim."""
    assert sum(good.documents.values()) == 7
    assert good.judged == 5


def test_passages_beside_the_text_are_no_evidence(misread: Misread) -> None:
    """An offset that is off by two is off for every number."""
    told = misread(broken.moved_passages).judgements
    assert {each.verdict for each in told if each.family == OFFSETS} == {"wrong"}


def test_a_wrong_claim_lowers_the_counted_precision_of_its_rule(
    good: Evaluation, misread: Misread
) -> None:
    """Calibration sees what was claimed with confidence and is wrong."""
    bad: Evaluation = misread(broken.swapped_arms)
    assert by_rule(good.judgements, 7)["value.by-group"].precision == 1
    assert (by_rule(bad.judgements, 7)["value.by-group"].precision or 0) < 0.5
    sure = confidence("value.by-group")
    before, after = (by_confidence(each.judgements, 7)[sure] for each in (good, bad))
    assert (after.precision or 0) < (before.precision or 0)


def test_counts_of_rules_do_not_hang_on_earlier_counts(
    corpora: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were every rule known to be wrong, the same would be counted, and forgotten afterwards."""
    told, before = counted([corpora]), trust.status("comparison.more")
    assert told.count("\n") > 3
    rules = [line.split("\t")[0] for line in told.splitlines()[3:]]
    monkeypatch.setattr(trust, "_table", lambda: dict.fromkeys(rules, (0, 90, Decimal(0))))
    with trust.unjudged():
        pass
    assert {trust.status(rule) for rule in rules if "." in rule} != {before}
    assert counted([corpora]) == told
    monkeypatch.undo()
    with trust.unjudged():
        pass
    assert trust.status("comparison.more") == before


def test_a_value_in_another_unit_is_compared_as_it_was_written() -> None:
    """500 mg are the claim's 0.5 g; 500 mg are not 0.6 g."""

    def values(claimed: str) -> list[tuple[Decimal, ...]]:
        number = Number(value=Decimal(claimed), reported="500", unit="g", unit_text="mg")
        result = GroupResult(group="arm-1", measurand="dose", number=number, evidence=("0-9",))
        passage = Passage(key="0-9", exact="It is 500 mg.", start=0, end=13)
        report = Report(kind="Article", sha256="0", text="It is 500 mg.")
        study = Study(group_results=(result,))
        account = Account(report=report, studies=(study,), passages=(passage,))
        return [fact.values for fact in facts_of(account)]

    assert values("0.5") == [(Decimal(500),)]
    assert values("0.6") == [(Decimal("0.6"),)]


# --- Documents to tune on and documents held out --------------------------------------------------


def test_what_is_annotated_twice_is_on_one_side(corpora: Path) -> None:
    """The abstract stands in five corpora, under four ids, whole, wrapped and cut into words."""
    samples = [s for corpus in corpora_at(corpora) for s in corpus.samples()]
    told = parts(samples)
    same = {told[s.corpus, s.id] for s in samples if s.corpus != "RCT-ART"}
    assert len(same) == 1
    assert {s.id for s in samples} >= {PMC, "900001", "900002_hr", "900003"}


def test_the_side_of_a_document_is_the_same_whatever_is_asked(corpora: Path) -> None:
    """One corpus alone is split as it is among the others."""
    whole = evaluate([corpora], part="all").held_out
    alone = evaluate([corpora / "pico"], part="all").held_out
    assert alone == whole


def test_many_documents_fall_on_both_sides() -> None:
    """Three in ten are held out."""
    from kg.evaluation.sides import part_of

    held = sum(part_of(str(number)) == "held-out" for number in range(2000))
    assert 500 < held < 700


# --- Counting -------------------------------------------------------------------------------------


def test_what_no_corpus_judges_enters_no_share() -> None:
    """It is counted beside."""
    told = [Judgement("P", v, "c", "d") for v in ("right", "unjudged", "unjudged", "missed")]
    counts = count(told, 1)
    assert (counts.precision, counts.recall, counts.unjudged) == (1.0, 0.5, 2)


def test_the_slots_of_a_template_count_together(good: Evaluation) -> None:
    """Their sum is a row of its own."""
    told = families(good)
    slots = [c for (_, family), c in told.items() if family.startswith("template: ")]
    assert told["hand-annotated", "template, all slots"].right == sum(c.right for c in slots)


def test_an_abstract_is_read_as_it_stands() -> None:
    """The text of the folder is the text that offsets count in."""
    reading = taking.take(Sample("own", "a", TEXT, ()))
    assert [account.report.text for account in reading.accounts] == [TEXT]
