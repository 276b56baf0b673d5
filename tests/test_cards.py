"""Cards of what a build knows: on the disk, found by number, in one order or another."""

from pathlib import Path
from typing import NamedTuple

from kg.build.cards import Cards


class Thing(NamedTuple):
    """A thing of any size."""

    name: str
    parts: tuple[str, ...] = ()


THINGS = [Thing("a"), Thing("b", ("x",) * 4000), Thing("c", ("y",)), Thing("")]


def test_cards_are_what_was_put(tmp_path: Path) -> None:
    """In their order, each by its number, as often as they are asked for."""
    cards = Cards.of(THINGS, tmp_path)
    assert list(cards) == list(cards) == THINGS
    assert [cards[number] for number in (3, 0, 2, 1)] == [THINGS[n] for n in (3, 0, 2, 1)]
    assert len(cards) == len(THINGS)


def test_what_is_put_meanwhile_is_behind(tmp_path: Path) -> None:
    """Who reads on is not disturbed by who writes."""
    cards = Cards.of(THINGS, tmp_path)
    met = []
    for thing in cards.picked([2, 1, 0]):
        met.append(thing)
        assert cards[cards.put(Thing(thing.name * 2))].name == thing.name * 2
    assert met == [THINGS[2], THINGS[1], THINGS[0]]
    assert [each.name for each in cards] == ["a", "b", "c", "", "cc", "bb", "aa"]


def test_some_in_another_order_cost_nothing_anew(tmp_path: Path) -> None:
    """They outlive the cards that they were picked from, and leave no file when they go."""
    some = Cards.of(THINGS, tmp_path).picked([3, 1])
    assert [each.name for each in some] == ["", "b"]
    assert [each.name for each in some.picked([1])] == ["b"]
    assert list(tmp_path.iterdir()) == []
