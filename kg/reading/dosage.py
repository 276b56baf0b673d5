"""The words of dosage beside a name: how much, by which route, how often, for how long.

In: a tape and the place where the name of a treatment ends or begins. Out: a :class:`Dosage`, all
of whose parts stand in one run with the name: "5 mg of oral X twice daily for 12 weeks", "X (0.5%,
once daily in the evening)". The first word that is none of dosage ends the run, so that nothing
said of another treatment or of a result is taken along.
"""

import re
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from kg.codes import DoseBasis, Route
from kg.reading.atoms import Unit
from kg.reading.dosage_words import (
    A_WEEK,
    AMOUNTS,
    COUNTED,
    COUNTED_A_WEEK,
    COURSE,
    CYCLES,
    DOSES,
    EVERY,
    FILLER,
    HINTS,
    LENGTH,
    NEXT,
    ON_DAYS,
    OPENERS,
    PHRASE,
    RATES,
    RHYTHMS,
    ROUTES,
    STRENGTHS,
    TIMES,
    TITRATED,
    WAS_GIVEN,
    WEEKLY,
)  # fmt: skip
from kg.reading.measures import Measure
from kg.reading.tape import Item, Tape


class Dosage(msgspec.Struct, frozen=True, gc=False):
    """What one run of words says of a treatment; what it does not say is missing.

    ``doses`` are alternatives, or steps where ``steps`` says so; ``then`` is what came next.
    """

    doses: tuple[Measure, ...] = ()
    steps: bool = False
    basis: DoseBasis | None = None
    per_day: Decimal | None = None
    gap: Measure | None = None
    days: Decimal | None = None
    route: Route | None = None
    length: Measure | None = None
    cycles: int | None = None
    starting: bool = False
    then: "Dosage | None" = None
    start: int = 0
    end: int = 0

    @property
    def says(self) -> bool:
        """Whether anything of dosage was said."""
        return replace(self, start=0, end=0, starting=False) != Dosage()


_NOTHING = Dosage()
_LOOSE = frozenset({"{drops}", "{tablets}", "{capsules}", "{puffs}", "mL"})
_PER = frozenset({"kg", "m2", "d"})
_NEVER_BEFORE = frozenset(
    "to in and or than for by on received receive receiving either between versus vs from was were"
    " compared , ( . ; : given treated taking that adding added into at I A G".split()
)
_COURSES = (["treatment"], ["therapy"], ["course"], ["period"], ["regimen"])
_BREAKS = frozenset(", and ( with before after in by each as".split())
_LONG, _FILLED = 14, 4
_LENGTHS = frozenset({"d", "wk", "mo", "a"})


def is_dose(measure: Measure) -> bool:
    """Whether a value is in a unit of dose: mass, international units, volume, radiation.

    >>> is_dose(Measure(Decimal(5), "5", Unit("mg/kg", "mg/kg"))), is_dose(Measure(Decimal(5), "5"))
    (True, False)
    """
    head, _, per = (measure.unit.code if measure.unit else "").partition("/")
    return head in AMOUNTS and (not per or per in _PER)


def is_strength(measure: Measure) -> bool:
    """Whether a value is the strength of what is given: a percentage, mass in a volume."""
    return measure.unit is not None and measure.unit.code in STRENGTHS


def dosage_after(
    tape: Tape, place: int, stops: frozenset[int] = frozenset(), said: Dosage = _NOTHING
) -> Dosage:
    """The dosage that stands right behind a place, after what was said before it.

    ``stops`` are where other names begin.

    >>> from kg.reading.atoms import atoms
    >>> from kg.reading.measures import measures
    >>> said = dosage_after(measures(atoms("zentarol 5 mg twice daily for 8 weeks in men")), 1)
    >>> [each.written for each in said.doses], said.per_day, said.length.written, said.end
    (['5'], Decimal('2'), '8', 6)
    """
    return _Run(tape, stops, said=said).read(place, len(tape.items))


def dosage_before(tape: Tape, place: int, first: int = 0) -> Dosage:
    """The dosage that ends right before a place: "5 mg/day of", "a 12-week course of oral".

    >>> from kg.reading.atoms import atoms
    >>> from kg.reading.measures import measures
    >>> said = dosage_before(measures(atoms("men received 5 mg/day of oral zentarol")), 7)
    >>> [each.written for each in said.doses], said.basis, said.route
    (['5'], 'perDay', 'oral')
    """
    window = [item.form for item in tape.items[max(first, place - _LONG) : place]]
    joined = window[-1:] == ["with"] and window[-2:-1] not in _COURSES
    if not window or joined or window[-1] in _NEVER_BEFORE or HINTS.isdisjoint(window):
        return _NOTHING
    for begin in range(max(first, place - _LONG), place):
        form = tape.items[begin].form
        if form == "of" or FILLER.fullmatch(form + " "):
            continue
        said = _Run(tape, frozenset(), before=True).read(begin, place)
        if said.end == place and said.says:
            several = begin > first and tape.items[begin - 1].form in {"V", "x"}
            if begin > first and tape.items[begin - 1].form in {"after", "at", "following"}:
                said = replace(said, cycles=None, length=None)
            said = replace(said, start=begin)
            return replace(said, doses=()) if several else said  # "two 500 mg tablets"
    return Dosage()


class _Run:
    """A reader of one run: tries what dosage consists of at each place until nothing fits."""

    def __init__(
        self, tape: Tape, stops: frozenset[int], *, before: bool = False, said: Dosage = _NOTHING
    ) -> None:
        self.tape, self.stops, self.before = tape, stops, before
        self.said = replace(said, start=0, end=0)
        self.start = 0

    def read(self, place: int, limit: int) -> Dosage:
        """What is said from a place up to a limit, and where it ends."""
        filled = 0
        self.start = end = place
        while place < limit and place not in self.stops and filled <= _FILLED:
            if (behind := self._bracket(place)) is not None:
                place = behind
                continue
            behind = self._element(place)
            if behind is not None and behind <= limit:
                place = end = behind
                filled = 0
                continue
            behind = self._filler(place)
            if behind is None or behind > limit:
                break
            filled += behind - place
            place = behind
        return replace(self.said, end=place if self.before and place == limit else end)

    def _line(self, place: int) -> str:
        return " ".join([item.form for item in self.tape.items[place : place + 24]]) + " "

    def _bracket(self, place: int) -> int | None:
        """The place behind a bracket, read where it tells of dosage, passed over otherwise."""
        if self.before or self.tape.items[place].form != "(":
            return None
        depth = 0
        for n in range(place, len(self.tape.items)):
            depth += {"(": 1, ")": -1}.get(self.tape.items[n].form, 0)
            if not depth:
                inner = _Run(self.tape, self.stops)
                found = inner.read(place + 1, n)
                if found.says:
                    self.said = merged(self.said, found)
                return n + 1
        return None

    def _filler(self, place: int) -> int | None:
        line = self._line(place)
        if self.before and line.startswith("of "):
            return place + 1
        if place == self.start and (match := WAS_GIVEN.match(line)):
            if match.group().endswith(("started", "initiated")):
                self.said = replace(self.said, starting=True)
            return place + len(match.group().split())
        if (match := PHRASE.match(line)) is not None:
            if match["s"] or match["t"]:
                self.said = replace(self.said, starting=True)
            return place + len(match.group().split())
        if match := ON_DAYS.match(line):
            return place + len(match.group().split())
        form = self.tape.items[place].form
        if self.before and form in _BREAKS:
            return None
        return place + 1 if FILLER.match(line) else None

    def _element(self, place: int) -> int | None:
        """The place behind what of dosage stands at a place, taken down; nothing where none does."""
        line = self._line(place)
        if OPENERS.match(line) is None:
            return None
        readers = (
            self._route, self._titrated, self._then, self._cycles, self._often, self._gap, self._span, self._dose,
            self._most, self._rate,
        )  # fmt: skip
        for read in readers:
            if (size := read(line, place)) is not None:
                return place + size
        return None

    def _items(self, place: int, size: int, form: str) -> list[Measure]:
        return [i.value for i in self.tape.items[place : place + size] if i.form == form]

    def _dose(self, line: str, place: int) -> int | None:
        if (match := DOSES.match(line)) is None:
            return None
        items = self.tape.items[place : place + len(match.group().split())]
        found = list(_doses(items))
        if not found:
            return None
        strength = all(map(is_strength, found))
        if strength and not self._may_be_strength():
            return None
        if self.said.doses:
            return self._second(found, len(items))
        steps = any(item.form == "to" for item in items)
        self.said = replace(self.said, doses=tuple(found), steps=steps)
        return len(items)

    def _second(self, found: list[Measure], size: int) -> int | None:
        """Of "1 drop of X 0.5%" the strength is the dose; another amount belongs elsewhere."""
        held = self.said.doses[0]
        if held.unit and held.unit.code in _LOOSE:
            self.said = replace(self.said, doses=tuple(found))
            return size
        return size if found[0].unit and found[0].unit.code in _LOOSE else None

    def _may_be_strength(self) -> bool:
        """Whether a percentage stands right at the name that it is the strength of."""
        loose = all(d.unit and d.unit.code in _LOOSE for d in self.said.doses)
        return self.before or (loose and not (self.said.per_day or self.said.gap))

    def _most(self, line: str, place: int) -> int | None:
        if not line.startswith("B ") or self.said.doses:
            return None
        bound: Measure = self.tape.items[place].value
        if not is_dose(bound) or bound.high is None or not bound.high_inclusive:
            return None
        self.said = replace(self.said, doses=(bound,))
        return 1

    def _titrated(self, line: str, place: int) -> int | None:
        match = TITRATED.match(line)
        if match is None or self.said.doses:
            return None
        size = len(match.group().split())
        rest = self._line(place + size)
        behind = self._dose(rest, place + size) or self._most(rest, place + size)
        if behind is None:
            return None
        self.said = replace(self.said, steps=True)
        return size + behind

    def _then(self, line: str, place: int) -> int | None:
        match = NEXT.match(line)
        if not match or self.before or not self.said.doses or self.said.then is not None:
            return None
        words = match.group().split()
        alone = words == [","]
        if words[-1:] == ["and"] or not words or (alone and not self.said.length):
            return None
        later = _Run(self.tape, self.stops).read(place + len(words), len(self.tape.items))
        behind = [item.form for item in self.tape.items[later.end : later.end + 1]]
        if not later.doses or (alone and behind != ["thereafter"]):
            return None
        self.said = replace(self.said, then=replace(later, steps=bool(match["up"]), end=0))
        return later.end - place

    def _often(self, line: str, place: int) -> int | None:
        for rule, count in TIMES:
            if match := rule.match(line):
                return self._keep(match, per_day=Decimal(count))
        if match := COUNTED.match(line):
            number = next(iter(self._items(place, len(match.group().split()), "V"))).value
            return self._keep(match, per_day=number)
        for rule, count in A_WEEK:
            if match := rule.match(line):
                return self._keep(
                    match, gap=self._spelled(match, place, 1, "wk"), days=Decimal(count)
                )
        if match := COUNTED_A_WEEK.match(line):
            size = len(match.group().split())
            number = next(
                iter([*self._items(place, size, "V"), *self._items(place, size, "D")])
            ).value
            return self._keep(match, gap=self._spelled(match, place, 1, "wk"), days=number)
        return None

    def _gap(self, line: str, place: int) -> int | None:
        if match := EVERY.match(line):
            length = next(iter(self._items(place, len(match.group().split()), "D")))
            return self._spaced(match, length)
        for rule, value, code in RHYTHMS:
            if match := rule.match(line):
                return self._keep(match, gap=self._spelled(match, place, value, code))
        if match := WEEKLY.match(line):
            count = self.tape.items[place].value.value
            return (
                self._keep(match, gap=self._spelled(match, place, count, "wk")) if count else None
            )
        return None

    def _spelled(
        self, match: re.Match[str], place: int, value: Decimal | int, code: str
    ) -> Measure:
        items = self.tape.items[place : place + len(match.group().split())]
        return _length(Decimal(value), code, self.tape.words(items))

    def _spaced(self, match: re.Match[str], length: Measure) -> int | None:
        if length.value is None or length.unit is None or not length.value:
            return None
        if length.unit.code == "h":
            even = 24 % length.value == 0
            return self._keep(match, per_day=24 / length.value if even else None)
        return self._keep(match, gap=length) if length.unit.code in _LENGTHS else None

    def _rate(self, line: str, _place: int) -> int | None:
        for rule, basis in RATES:
            match = rule.match(line)
            if match and (self.said.doses or basis == "perAdministration"):
                return self._keep(match, basis=basis)
        return None

    def _span(self, line: str, place: int) -> int | None:
        match = (COURSE if self.before else LENGTH).match(line)
        if match is None:
            return None
        length = next(iter(self._items(place, len(match.group().split()), "D")))
        if length.unit is None or length.unit.code not in _LENGTHS:
            return len(match.group().split()) if not self.before else None
        return self._keep(match, length=length)

    def _cycles(self, line: str, place: int) -> int | None:
        match = CYCLES.match(line)
        if match is None:
            return None
        count = next(iter(self._items(place, len(match.group().split()), "V"))).value
        whole = count is not None and count == count.to_integral_value()
        return self._keep(match, cycles=int(count) if count and whole else None)

    def _route(self, line: str, _place: int) -> int | None:
        for rule, route in ROUTES:
            if match := rule.match(line):
                return self._keep(match, route=route)
        return None

    def _keep(self, match: re.Match[str], **said: object) -> int:
        """Takes down what is said for the first time; what was said before it stays."""
        fresh = {name: value for name, value in said.items() if getattr(self.said, name) is None}
        self.said = replace(self.said, **fresh)
        return len(match.group().split())


def merged(one: Dosage, other: Dosage) -> Dosage:
    """The one dosage with what only the other says."""
    names = ("basis", "per_day", "gap", "days", "route", "length", "cycles", "then")
    fresh = {n: getattr(other, n) for n in names if getattr(one, n) is None}
    if not one.doses:
        fresh |= {"doses": other.doses, "steps": other.steps}
    return replace(one, **fresh, starting=one.starting or other.starting)


def _doses(items: tuple[Item, ...]) -> "list[Measure]":
    """The doses of a list, all in units of dose or all strengths; none where one is not."""
    found = [item.value for item in items if item.form == "V"]
    good = all(map(is_dose, found)) or all(map(is_strength, found))
    plain = all(each.spread is None and each.interval is None for each in found)
    above = all((each.value or each.low or 0) > 0 for each in found)
    return found if good and plain and above else []


def _length(value: Decimal, code: str, written: str) -> Measure:
    """The length of time between doses that words stand for."""
    words = {"wk": "week", "mo": "month", "d": "day", "a": "year"}
    return Measure(value, written, Unit(code, words[code]))
