"""What a rule needs stands in everything that it matches: a rule is never passed over wrongly."""

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reading.atoms import atoms
from kg.reading.needs import Need, needs
from kg.reading.rulebook import Folds, Rulebook, cascade
from kg.reading.tape import Hit, Item, Tape, rule, spelled_out

PATTERNS = [
    "{w} was V",
    "(?:the |an? )?(?:groups?|arms?) of (?:V|N)(?: U)?",
    "(?P<what>{np}) (?:increased|fell|dropped)(?: {w}){0,3}? from V to V",
    "(?<!not )(?:improved|worse(?:ned)?)(?= than| in)",
    "(?:was|were) (?:not )?(?:significantly )?(?:higher|lower) (?:in|with) A",
    "[bt]\\.?i\\.?d\\.?|(?:once|twice) (?:daily|a day)",
    "(?:sub)?group[a-d]?|ca?re+",
    "V{2,3}|x+y|(?:ab)*c",
]


def met(need: Need, line: str) -> bool:
    """Whether a line holds one of the words, or of the parts of words, that are needed."""
    return not need.words.isdisjoint(line.split()) or any(part in line for part in need.parts)


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_match_holds_what_is_needed(pattern: str, data: st.DataObject) -> None:
    """Whatever line a rule can match holds one word of each of its needs."""
    needed = needs(spelled_out(pattern))
    text = data.draw(st.from_regex(re.compile(spelled_out(pattern), re.ASCII)))
    line = f" {' '.join(text.split())} "
    match = re.search(f" (?:{spelled_out(pattern)})(?= )", line)
    if match:
        assert all(met(need, line) for need in needed)


def test_most_rules_need_something() -> None:
    """Rules of the usual forms are told what they need."""
    assert sum(bool(needs(spelled_out(pattern))) for pattern in PATTERNS) >= len(PATTERNS) - 2


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(?:the |an? )?arms? of A", [{"arm", "arms"}]),
        ("(?:{w} ){0,3}?subjects?(?: {w})? fell", [{"fell"}, {"subject", "subjects"}]),
        ("(?:(?:A|I) )?rose|(?:S )+fell", [{"fell", "rose"}]),
        ("(?<=zentarol )fell(?= versus)", [{"fell"}]),
        ("(?:once|{w}) daily", [{"daily"}]),
        ("[a-z]+ed", []),
    ],
)
def test_words_are_whole_where_blanks_stand_around_them(
    pattern: str, words: list[set[str]]
) -> None:
    """A word counts as whole wherever only a blank can stand before it and behind it."""
    assert [set(need.words) for need in needs(spelled_out(pattern)) if not need.parts] == words


def test_a_rule_matches_the_same_however_often_it_was_tried() -> None:
    """Looking first for what is needed changes no match."""
    tapes = [atoms(text) for text in ("age was 4 and 5 was 6", "nothing", "age was 7")]
    fresh = [[hit.match.span() for hit in tape.hits("{w} was N")] for tape in tapes]
    for _ in range(60):
        assert [[hit.match.span() for hit in tape.hits("{w} was N")] for tape in tapes] == fresh
    assert any(words.isdisjoint(tapes[1].forms) for words, _ in rule("{w} was N").needs)


@pytest.mark.parametrize("pattern", ["(?P<what>.+?) fell", "(?P<what>.+?) fell|it rose"])
def test_a_rule_that_opens_with_anything_finds_what_a_search_finds(pattern: str) -> None:
    """Such a rule is tried at the first item only, unless it has another way to open."""
    for text in ("pain fell and fatigue fell", "fell", "and it rose", "nothing"):
        tape = atoms(text)
        hit, found = tape.hit(pattern), re.search(f" (?:{pattern})(?= )", tape.line)
        assert (hit and hit.match.span()) == (found and found.span())


def test_rules_of_a_book_match_as_they_do_alone() -> None:
    """A book passes over no rule that matches, however often it is asked; their order stays."""
    rules = [("{w} was N", 1), ("age", 2), ("[a-z]+", 3), ("(?:fell|rose)", 4)]
    book = Rulebook(rules)
    tapes = [atoms(text) for text in ("age was 4", "it rose", "", "5")]
    alone = [[told for pattern, told in rules for _ in tape.hits(pattern)] for tape in tapes]
    for _ in range(60):
        assert [[told for _, told in book.hits(tape)] for tape in tapes] == alone
    left = [[told for _, told in book.open_to(tape)] for tape in tapes]
    assert left == [[1, 2, 3], [3, 4], [3], [3]]


def test_ways_tried_apart_match_as_one_rule_would() -> None:
    """Where ways meet the leftmost wins, then the first; what it takes is taken from the others."""
    ways = ["{w} N", "N of N", "of N", "fell(?: {w})* N", "N {w}"]
    book = Rulebook((way, None) for way in ways)
    tapes = [atoms(t) for t in ("it fell by 4 of 5 or 6 of 7 tea", "4 of 5", "of 3 of 4", "", "it")]
    one = "|".join(f"(?:{way})" for way in ways)
    joined = [[hit.match.span() for hit in tape.hits(one)] for tape in tapes]
    assert len(joined[0]) > 1
    for _ in range(60):
        assert [[match.span() for match in book.leftmost(tape)] for tape in tapes] == joined


def test_a_cascade_goes_on_with_what_it_made() -> None:
    """A rule is tried on what those before it make, and not on what those behind it make."""

    def made(form: str) -> Callable[[Hit], Item]:
        return lambda hit: Item(form, hit.items()[0].start, hit.items()[-1].end)

    forms = {"Y": "E", "N U": "V", "by V": "X", "N": "Y", "fell X": "Z"}
    folds = Folds((pattern, made(form)) for pattern, form in forms.items())
    for _ in range(60):
        assert cascade(atoms("it fell by 4 mg in 3"), folds).line == " it Z in Y "


def test_a_hit_leads_back_to_its_items() -> None:
    """A hit knows its items, although the blank before them was matched too."""
    tape = atoms("the dose was 4 mg of both")
    hit = tape.hit("was N U")
    assert hit is not None
    assert (hit.first, hit.last, hit.spelled, hit.words()) == (2, 5, "was N U", "was 4 mg")
    assert Tape("", ()).hit("V") is None
