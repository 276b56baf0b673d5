"""What a rule needs stands in everything that it matches: a rule is never passed over wrongly."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.reading.atoms import atoms
from kg.reading.needs import needs
from kg.reading.tape import SHORTHAND, Rule, Tape, rule

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


def spelled(pattern: str) -> str:
    """A pattern with its shorthands spelled out."""
    for name, meaning in SHORTHAND.items():
        pattern = pattern.replace("{" + name + "}", meaning)
    return pattern


@pytest.mark.parametrize("pattern", PATTERNS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_match_holds_a_need(pattern: str, data: st.DataObject) -> None:
    """Whatever a pattern can match holds one of its needs."""
    needed = needs(spelled(pattern))
    text = data.draw(st.from_regex(re.compile(spelled(pattern), re.ASCII), fullmatch=False))
    match = re.search(spelled(pattern), text)
    if match:
        assert not needed or any(each in match.group() for each in needed)


def test_most_rules_need_something() -> None:
    """Rules of the usual forms are told what they need."""
    assert sum(bool(needs(spelled(pattern))) for pattern in PATTERNS) >= len(PATTERNS) - 1


def test_a_rule_matches_the_same_however_often_it_was_tried() -> None:
    """Looking first for what is needed changes no match."""
    lines = [" age was V and V was T ", " nothing ", " age was V "]
    fresh = [[m.span() for m in Rule(re.compile(r" (?:\S+ was V)(?= )")).matches(x)] for x in lines]
    seasoned = rule("\\S+ was V")
    for _ in range(60):
        assert [[m.span() for m in seasoned.matches(line)] for line in lines] == fresh


def test_a_hit_leads_back_to_its_items() -> None:
    """A hit knows its items, although the blank before them was matched too."""
    tape = atoms("the dose was 4 mg of both")
    hit = tape.hit("was N U")
    assert hit is not None
    assert (hit.first, hit.last, hit.spelled, hit.words()) == (2, 5, "was N U", "was 4 mg")
    assert Tape("", ()).hit("V") is None
