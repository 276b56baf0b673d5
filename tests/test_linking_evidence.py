"""What ties two studies, what only suggests it, and the traps: each tie says what speaks for it."""

import random
from typing import Any

import pytest
from sample_linking import account, linked, slugs

from kg.linking import Tie, Trials, ties_of, trials_of
from kg.records import (
    Account,
    Arm,
    Identifier,
    Indexing,
    Intervention,
    Notice,
    Passage,
    Population,
    Reference,
    RegisteredDate,
    RegisteredStudy,
    Study,
)

NUMBER = "NCT00000001"
TITLE = "Zentarol for walking speed in adults with stiff knees"
Told = dict[str, Any]


def record(number: str = NUMBER, *, path: str | None = None, **more: Any) -> Account:
    """A registry's record, with what its study names."""
    study = RegisteredStudy(registry_ids=(number,), **more)
    made = account(number, study, kind="RegistryRecord", registry_ids=(number,))
    return made if path is None else with_passages(made, path, number)


def paper(pmid: str = "111", *told: Study, **more: Any) -> Account:
    """An article."""
    return account(pmid, *told, kind="Article", pmid=pmid, **more)


def with_passages(made: Account, key: str, *exact: str) -> Account:
    """The account with a passage of each of these words."""
    return Account(
        report=made.report,
        studies=made.studies,
        passages=tuple(Passage(key=f"{key}/nctId", path=f"/{key}", exact=each) for each in exact),
    )


def names(kind: Any = "resultReference", *pmids: str) -> tuple[Reference, ...]:
    """References of a record."""
    return tuple(Reference(pmid=pmid, type=kind) for pmid in pmids or ("111",))


def only(found: Trials) -> Tie:
    """The one tie of all."""
    [tie] = {tie for some in found.ties.values() for tie in some}
    return tie


def one_trial(*accounts: Account) -> bool:
    """Whether all studies are one trial."""
    return len(set(slugs(*accounts))) == 1


def sized(size: int) -> tuple[Population, ...]:
    """As many as were enrolled."""
    return (Population(roles=("enrolled",), size=size),)


# --- Papers that a record names for its results --------------------------------------------------


SUPPORT: dict[str, tuple[Told, Told, bool]] = {
    "nothing but the reference": ({}, {}, False),
    "a name in the title": ({"acronym": "STRIDE"}, {"title": "The STRIDE trial of zentarol"}, True),
    "a name that many may have": ({"acronym": "CAR"}, {"title": "The CAR trial"}, False),
    "another name": ({"acronym": "STRIDE"}, {"title": "The AMBLE trial of zentarol"}, False),
    "a title alike": ({"title": TITLE}, {"title": f"{TITLE}: a randomized trial"}, True),
    "a title of another phase": (
        {"title": f"{TITLE} phase 2"},
        {"title": f"{TITLE} phase 3"},
        False,
    ),
    "two names in its title": (
        {"acronym": "STRIDE"},
        {"title": "Zentarol in STRIDE and AMBLE"},
        False,
    ),
    "a pooled analysis": (
        {"acronym": "STRIDE"},
        {"title": "STRIDE: a pooled analysis of zentarol"},
        False,
    ),
    "older than the trial": (
        {"acronym": "STRIDE", "dates": ("2012-01",)},
        {"title": "The STRIDE trial of zentarol", "issued": "2009-05"},
        False,
    ),
    "of the year in which the trial began": (
        {"acronym": "STRIDE", "dates": ("2009-01",)},
        {"title": "The STRIDE trial of zentarol", "issued": "2009-05"},
        True,
    ),
    "of a year that it does not tell": (
        {"acronym": "STRIDE", "dates": ("2009-01",)},
        {"title": "The STRIDE trial of zentarol"},
        True,
    ),
    "with a number of its own": (
        {"acronym": "STRIDE"},
        {"title": "The STRIDE trial of zentarol", "registry_ids": ("NCT00000009",)},
        False,
    ),
}


@pytest.mark.parametrize("case", SUPPORT)
def test_a_reference_ties_a_paper_only_where_more_speaks_for_it(case: str) -> None:
    """Sponsors name papers of other trials too: a name or a title must agree."""
    of_record, of_paper, expected = SUPPORT[case]
    dates = dated(*of_record.pop("dates", ())) if "dates" in of_record else ()
    both = record(references=names(), dates=dates, **of_record), paper(**of_paper)
    assert one_trial(*both) is expected
    assert linked(*both).conflicts == ()


def dated(*dates: str) -> tuple[Any, ...]:
    """When a study started."""
    return tuple(RegisteredDate(event="studyStart", date=date) for date in dates)


def test_the_number_of_people_supports_a_reference() -> None:
    """Three hundred and seven enrolled, in both."""
    ours, theirs = record(references=names(), populations=sized(307)), Study(populations=sized(307))
    assert one_trial(ours, paper("111", theirs))
    assert only(linked(ours, paper("111", theirs))).support == ("likeSizes",)
    assert not one_trial(ours, paper("111", Study(populations=sized(306))))


def test_a_reference_without_support_is_suggested() -> None:
    """It stands in the graph for a person to look at, and joins nothing."""
    tie = only(linked(record(references=names()), paper()))
    assert (tie.evidence, tie.value, tie.made) == ("namedForResults", "pmid-111", False)


def test_a_short_name_supports_nothing() -> None:
    """CAR is the name of many trials."""
    ours = record(references=names(), acronym="CAR")
    assert not one_trial(ours, paper("111", Study(acronym="CAR")))
    longer = record(references=names(), acronym="CARE")
    assert one_trial(longer, paper("111", Study(acronym="CARE")))


def test_background_papers_tie_nothing() -> None:
    """A record names what the trial is built on."""
    found = linked(record(acronym="STRIDE", references=names("backgroundReference")), stride())
    assert len(set(found.slugs.values())) == 2
    assert found.ties == {}


def stride() -> Account:
    """An article with the trial's name in its title."""
    return paper(title="The STRIDE trial of zentarol")


def test_a_paper_that_two_records_name_ties_neither() -> None:
    """A pooled analysis, a review: each sponsor names it, and it is neither's own."""
    two = record("NCT00000002", acronym="STRIDE", references=names())
    assert len(set(slugs(record(acronym="STRIDE", references=names()), two, stride()))) == 3


def test_a_paper_of_two_studies_is_tied_by_no_reference() -> None:
    """Which of the two it would be, nobody says."""
    both = paper("111", Study(acronym="STRIDE"), Study(acronym="AMBLE"))
    assert len(set(slugs(record(acronym="STRIDE", references=names()), both))) == 3


# --- Numbers that a report lists -----------------------------------------------------------------


REVIEWS: dict[str, Told] = {
    "by its type": {"publication_types": (Indexing(descriptor_name="Systematic Review"),)},
    "by its title": {"title": "Zentarol: a meta-analysis"},
    "by several numbers": {"registry_ids": (NUMBER, "NCT00000002")},
}


@pytest.mark.parametrize("case", REVIEWS)
def test_a_review_that_lists_a_number_is_not_the_trial(case: str) -> None:
    """The number is listed: a tie is suggested, with the passage, and none is made."""
    told = {"registry_ids": (NUMBER,), **REVIEWS[case]}
    found = linked(record(), paper(**told))
    assert len(set(found.slugs.values())) == 2
    tie = only(found)
    assert (tie.evidence, tie.value, tie.made) == ("listedRegistration", NUMBER, False)


def test_one_number_in_each_of_two_registries_is_one_trial() -> None:
    """Several numbers of one registry are several trials; of two they are not."""
    twice = paper(registry_ids=(NUMBER, "ISRCTN12345678"))
    assert one_trial(record(), twice, record("ISRCTN12345678"))


def test_a_former_number_leads_to_its_record() -> None:
    """The registry says that it merged the two."""
    former = (Identifier(value="NCT00000007", type="formerNumber"),)
    old = paper(registry_ids=("NCT00000007",))
    assert one_trial(record(identifiers=former), old)
    assert linked(record(identifiers=former), old).registrations["NCT00000007"] == "nct00000001"


def test_a_former_number_that_is_a_record_again_is_its_own() -> None:
    """Two records stay two."""
    former = (Identifier(value="NCT00000007", type="formerNumber"),)
    assert not one_trial(record(identifiers=former), record("NCT00000007"))


def test_a_record_that_names_the_number_of_another_is_suggested() -> None:
    """A substudy, an extension, a parent: the registry keeps two, and so do we."""
    part = (Identifier(value="NCT00000002", type="otherRegistryNumber"),)
    tie = only(linked(record(identifiers=part), record("NCT00000002")))
    assert (tie.evidence, tie.made) == ("sharedIdentifier", False)


IDENTIFIERS = {"ACTG 328": True, "protocol 12": False, "R01AI012345": False, "328": False}


@pytest.mark.parametrize("number", IDENTIFIERS)
def test_a_network_number_ties_and_a_grant_does_not(number: str) -> None:
    """Letters and digits of a network name one study; others share a grant or a bare number."""
    own = record(identifiers=(Identifier(value=number, type="protocolNumber"),))
    assert one_trial(own, account("p", Study(registry_ids=(number,)))) is IDENTIFIERS[number]


def test_a_network_number_of_two_records_ties_neither() -> None:
    """A programme of two trials under one number."""
    of_both = (Identifier(value="ACTG 328", type="protocolNumber"),)
    some = record(identifiers=of_both), record("NCT00000002", identifiers=of_both)
    page = account("p", Study(registry_ids=("ACTG328",)))
    assert len(set(slugs(*some, page))) == 3
    assert linked(*some, page).conflicts == ()


# --- Papers told again ---------------------------------------------------------------------------


def test_an_article_that_corrects_another_tells_of_its_trial() -> None:
    """A republished article is the trial of the first; a comment on it is not."""
    again = paper("222", notices=(Notice(kind="correctedRepublishedFrom", pmid="111"),))
    comment = paper("333", notices=(Notice(kind="commentOn", pmid="111"),))
    found = slugs(paper(), again, comment)
    assert found[0] == found[1] != found[2]
    two = paper("111", Study(acronym="STRIDE"), Study(acronym="AMBLE"))
    assert len(set(slugs(two, again))) == 3
    assert only(linked(paper(), again)).evidence == "republication"


def test_a_notice_of_another_record_reaches_the_paper() -> None:
    """The retraction is a record of its own, which tells of no study; its paper may not say so."""
    notice = Account(report=paper("222", notices=(Notice(kind="retractionOf", pmid="111"),)).report)
    found = linked(paper(), notice)
    assert found.notices == {"pmid-111": (("retractionIn", "pmid-222", "notice-1"),)}
    assert ("pmid-222", "") not in found.slugs


# --- Likeness ------------------------------------------------------------------------------------


def about(*substances: str, **more: Any) -> Study:
    """A study of these substances."""
    received = tuple(Intervention(substance=each) for each in substances)
    return Study(arms=(Arm(receives=received),), **more)


def test_titles_alike_suggest_and_join_nothing() -> None:
    """The same title in other words and order."""
    one, other = account("1", title=TITLE), account("2", title=f"{TITLE}: a randomised trial")
    tie = only(linked(one, other))
    assert (tie.evidence, tie.made) == ("likeTitles", False)
    assert not one_trial(one, other)


def test_an_accepted_suggestion_joins() -> None:
    """Under the name that it had as a suggestion; registered trials stay apart all the same."""
    one, other = account("1", title=TITLE), account("2", title=f"{TITLE}: a randomised trial")
    ties = [tie for each in (one, other) for tie in ties_of(each)]
    suggested = only(trials_of(ties))
    found = trials_of(ties, {suggested.name})
    made = only(found)
    assert (made.name, made.made, made.accepted) == (suggested.name, True, True)
    assert len(set(found.slugs.values())) == 1
    assert len(set(trials_of(ties, {"pmid-9/tie-00000000"}).slugs.values())) == 2


def test_a_name_suggests_where_something_else_is_shared() -> None:
    """STRIDE on zentarol and STRIDE on stairs are two."""
    one = account("1", about("zentarol", acronym="STRIDE"))
    same = account("2", about("zentarol", "exercise", acronym="Stride"))
    other = account("3", about("stairs", acronym="STRIDE"))
    assert only(linked(one, same)).evidence == "likeAcronyms"
    assert not one_trial(one, same)
    assert linked(one, other).ties == {}


def test_a_likeness_of_many_is_nobodys() -> None:
    """Five trials under one name are a family."""
    many = [account(str(n), about("zentarol", acronym="STRIDE")) for n in range(5)]
    assert linked(*many).ties == {}
    assert len(linked(*many[:4]).ties) == 1


# --- What a tie says -----------------------------------------------------------------------------


def test_a_tie_leads_to_both_passages() -> None:
    """The words of the article that have the number, and the field of the record."""
    article = with_passages(paper(registry_ids=(NUMBER,)), "end", f"It is registered as {NUMBER}.")
    tie = only(linked(record(path="id"), article))
    assert (tie.evidence, tie.value, tie.made) == ("sharedRegistration", NUMBER, True)
    assert tie.studies == (("nct00000001", ""), ("pmid-111", ""))
    assert all(said and said.startswith("passage-") for said in tie.said)


def test_what_is_found_does_not_hang_on_the_order() -> None:
    """Forty shuffles of records, papers and pages that share this and that give the same."""
    some = [
        record(acronym="STRIDE", references=names("resultReference", "111", "222")),
        record("NCT00000002", references=names("derivedReference", "222")),
        record("ISRCTN12345678", title=TITLE),
        stride(),
        paper("222", registry_ids=(NUMBER, "NCT00000002")),
        paper("333", registry_ids=(NUMBER, "ISRCTN12345678")),
        paper("444", Study(acronym="STRIDE"), Study(acronym="AMBLE")),
        account("page", Study(acronym="Stride", pmids=("444",))),
        account("other", Study(registry_ids=("NCT00000002",), pmids=("444",)), title=TITLE),
    ]
    ties = [tie for each in some for tie in ties_of(each)]
    first, shuffler = trials_of(ties), random.Random(5)
    for _ in range(40):
        shuffler.shuffle(ties)
        assert trials_of(ties) == first
