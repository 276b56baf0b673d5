"""Who could enter: criteria with their bounds, from the sentences that say who took part.

In: the lines of a page. Out: :class:`~kg.records.Criterion` records of the entry population.
A bound belongs to the phrase before it ("CD4 count above 200") or, where that names nothing, to
the one behind it ("at least two drugs"); "for at least four months" says how long it must hold.
"""

from collections.abc import Iterator

import msgspec

from kg.codes import ConceptKind
from kg.reading.alternatives import alternative, is_open, paired
from kg.reading.amounts import flags, quantity
from kg.reading.atoms import atoms
from kg.reading.glossary import Glossary
from kg.reading.ledger import Ledger
from kg.reading.measures import PEOPLE, Measure, measures
from kg.reading.outline import Sentence
from kg.reading.page import Line, Page
from kg.reading.participants import people
from kg.reading.phrases import forms, trim
from kg.reading.roster import Roster
from kg.reading.rulebook import Rulebook
from kg.reading.subjects import measurand, subjects
from kg.reading.tape import Item, Tape
from kg.reading.trust import confidence
from kg.records import Criterion, Population

_ENTRY = Rulebook(
    (pattern, None)
    for pattern in (
        rf"(?:{PEOPLE}|S)(?: (?!A |G )[^\s.;]+){{0,60}}? (?:were|was|are)(?: {{w}}){{0,2}}? (?:randomized|randomly|assigned|enrolled|recruited|eligible|included|selected)",
        r"(?:had|have|were required|required|needed) to (?:have|be)",
        rf"(?:recruited|enrolled|included|included were|eligible)(?: {{w}}){{0,3}}? (?:{PEOPLE}|S)",
        rf"(?:eligible|eligibility|inclusion|exclusion|entry)(?: {{w}})? (?:criteria|criterion|{PEOPLE})",
        r"must have|who had|aged|(?:could|can|may) (?:take part|participate|join|be included|enter)|to be eligible|needed",
        rf"(?:{PEOPLE}|S) with",
    )
)
_OTHER = r"sister|companion|primary outcome|primary end ?point|proportions? of|responders?|was defined|were defined"
_EXCLUDED = r"(?:exclusion criteria|excluded|ineligible|not eligible|were excluded if|excluding)"
_LEFT_OUT = r"(?:(?!but |although |however |whereas )[^\s.;]+ ){0,14}?(?:were|was|are) (?:{w} )?(?:excluded|ineligible|not (?:eligible|included|enrolled))"
_OPENERS = frozenset(
    "needed required with had have having be being and or , ; : aged showing of who whose was were level count criteria included include ( that".split()
)
_POSITIVE = r"(?:confirmed|known|documented|diagnosed|found|proven)(?: {w})?? (?:to have|with|as having) (?:an? |the )?(?P<having>{w}(?: {w}){0,4}?)(?= \.| ,| ;| and| who| for| at| in| $)|(?:confirmed|known|documented|found|proven)(?: {w})?? to be (?P<what>{w}(?: {w})?) ?positive|(?:confirmed|documented|proven) (?P<proven>{w}(?: {w}){0,3}? (?:infection|disease|cancer|diabetes))"


def read_criteria(ledger: Ledger) -> None:
    """Puts the criteria that the lines state on the entry population."""
    key = people(ledger)
    criteria: list[Criterion] = []
    for line in ledger.page.lines:
        if line.part == "background" or line.tape.hit(_OTHER) or not _ENTRY.hit(line.tape):
            continue
        repeat = line.part in {"results", "conclusions", "title"}
        criteria = _merge(ledger, criteria, line, list(_criteria(ledger.page, line)), repeat=repeat)
    if not criteria:
        return
    if key is None:
        key = ledger.add(Population(), rule="population.entry", key="population-entry")
        ledger.change(key, evidence=criteria[0].evidence)
    ledger.change(key, criteria=tuple(criteria))


def criteria_of(text: str, glossary: Glossary, *, exclusion: bool) -> list[Criterion]:
    """The criteria that one statement of a list holds; of one that excludes all bounds or none.

    Half of "both of …" would keep out more than the statement does, half of "either of …" fewer.
    """
    tape = measures(atoms(text, 0, len(text)))
    line = Line(0, Sentence(0, len(text), None, None), None, tape, tape, tape, tape)
    page = Page(text, (line,), Roster((), glossary), glossary)
    found = _criteria(page, line, exclusion=exclusion)
    bounds = [item for item in paired(tape).items if item.form == "B" and not _is_time(item.value)]
    read = [each for each in found if each.bound is not None and each.about != "age"]
    return [] if exclusion and len(read) < len(bounds) else found


def _merge(
    ledger: Ledger, known: list[Criterion], line: Line, found: list[Criterion], *, repeat: bool
) -> list[Criterion]:
    """The criteria with those of a line: new ones, or further evidence of the same."""
    merged = list(known)
    for criterion in found:
        same = next(
            (
                n
                for n, c in enumerate(merged)
                if (c.about, _bounds(c)) == (criterion.about, _bounds(criterion))
            ),
            None,
        )
        if same is not None:
            evidence = tuple(dict.fromkeys((*merged[same].evidence, ledger.passage(line))))
            merged[same] = msgspec.structs.replace(merged[same], evidence=evidence)
        elif not repeat:
            merged.append(msgspec.structs.replace(criterion, evidence=(ledger.passage(line),)))
    return merged


def _bounds(criterion: Criterion) -> object:
    bound = criterion.bound
    return bound and (
        bound.value,
        bound.min,
        bound.max,
        bound.min_inclusive,
        bound.max_inclusive,
        bound.unit,
    )


def _criteria(page: Page, line: Line, *, exclusion: bool | None = None) -> list[Criterion]:
    """The criteria of a line; whether they exclude is what it says, or its list."""
    tape = paired(line.tape)
    found: dict[int, Criterion] = {}
    for place in (n for n, item in enumerate(tape.items) if item.form == "B"):
        bound: Measure = tape.items[place].value
        before = forms(tape.items[max(0, place - 1) : place])
        if _is_time(bound) and before in {"for", "over", "within"} and found:
            last = max(found)
            found[last] = msgspec.structs.replace(found[last], sustained_for=quantity(bound))
        elif criterion := _again(page, tape, place, found) or _criterion(page, tape, place, bound):
            found[place] = criterion
    halves = set(found) if is_open(tape) else set(_halves(tape, found, exclusion=exclusion))
    return [each for n, each in found.items() if n not in halves] + _conditions(page, tape)


def _halves(tape: Tape, found: dict[int, Criterion], *, exclusion: bool | None) -> Iterator[int]:
    """The places of bounds that are half of an either-or, which only exclusions can state whole."""
    for place in (n for n, item in enumerate(tape.items) if item.form == "B"):
        phrase = _phrase_before(tape, place)
        begin = next((n for n, item in enumerate(tape.items) if item in phrase), place)
        other = alternative(tape, begin)
        if other is not None:
            read = [found[n] for n in (other, place) if n in found]
            if len(read) < 2 or not all(exclusion or each.exclusion for each in read):  # noqa: PLR2004
                yield from (other, place)


def _again(page: Page, tape: Tape, place: int, found: dict[int, Criterion]) -> Criterion | None:
    """The alternative to a criterion that names no measurand of its own."""
    first = found.get(other) if (other := alternative(tape, place)) is not None else None
    if first is None or first.about is None:
        return None
    bound, canonical = tape.items[place].value, page.glossary.canonical_unit(first.about)
    begin = tape.text.find(first.exact or "", tape.start)
    return msgspec.structs.replace(
        first,
        bound=quantity(bound, canonical),
        exact=tape.text[begin : tape.items[place].end],
        flags=flags(bound, canonical),
    )


def _is_time(bound: Measure) -> bool:
    return bound.unit is not None and bound.unit.code in {"d", "wk", "mo", "a", "h"}


def _criterion(page: Page, tape: Tape, place: int, bound: Measure) -> Criterion | None:
    before = _phrase_before(tape, place)
    behind = _phrase_behind(tape, place)
    if _is_time(bound):
        if _is_age(tape, place, bound, before):
            return _make(page, tape, place, "age", bound, before, behind)
        return None
    named = () if _generic(before) and behind else subjects(tape, before)
    if named and not named[-1].share:
        slug = measurand(named[-1], page.glossary)
        return _record(page, tape, slug, bound, before, place, behind if not bound.unit else ())
    words = _unit_words(page, bound)
    if words:
        return _make(page, tape, place, words, bound, before, behind)
    if behind and not bound.unit:
        return _make(page, tape, place, tape.words(behind), bound, (), behind)
    return None


def _is_age(tape: Tape, place: int, bound: Measure, before: tuple[Item, ...]) -> bool:
    """Whether a length of time is an age: "aged", "years old", or years with nothing else to be."""
    years = bound.unit is not None and bound.unit.code == "a"
    written = bound.unit.written if bound.unit else ""
    said = "age" in forms(before).split() or forms(tape.items[max(0, place - 1) : place]) == "aged"
    both = bound.low is not None and bound.high is not None
    return said or (years and (both or not before or "old" in written or "of age" in written))


def _generic(items: tuple[Item, ...]) -> bool:
    """Whether a phrase before a bare number only gathers what is counted behind it."""
    heads = {
        "combination",
        "regimen",
        "total",
        "minimum",
        "maximum",
        "history",
        "number",
        "use",
        "least",
    }
    return bool(items) and items[-1].form in heads


def _unit_words(page: Page, bound: Measure) -> str | None:
    """The measurand that stands inside a unit as written: "200 CD4 cells per cubic millimetre"."""
    written = bound.unit.written if bound.unit else ""
    first = written.split(" per ")[0].split("/")[0].strip()
    return first if first and page.glossary.known(first, "Measurand") else None


def _make(
    page: Page, tape: Tape, place: int, words: str, bound: Measure,
    before: tuple[Item, ...], behind: tuple[Item, ...],
) -> Criterion:  # fmt: skip
    kind: ConceptKind = "PersonAttribute" if words == "age" else "Measurand"
    others: tuple[ConceptKind, ...] = ("Measurand", "Biomarker", "PersonAttribute", "Substance")
    slug = page.glossary.concept(words, kind, *others)
    return _record(page, tape, slug, bound, before, place, behind)


def _record(
    page: Page,
    tape: Tape,
    slug: str,
    bound: Measure,
    before: tuple[Item, ...],
    place: int,
    behind: tuple[Item, ...],
) -> Criterion:
    items = (*before, tape.items[place], *behind)
    canonical = page.glossary.canonical_unit(slug)
    excluded = tape.hit(_EXCLUDED)
    return Criterion(
        exclusion=bool(excluded and (excluded.first < place or _turned_away(tape, place))),
        about=slug,
        bound=quantity(bound, canonical),
        exact=tape.text[items[0].start : items[-1].end],
        flags=flags(bound, canonical),
        rule="criterion.bound",
        confidence=confidence("criterion.bound"),
        status="asserted",
    )


def _turned_away(tape: Tape, place: int) -> bool:
    """Whether those of whom a bound is told were excluded: "patients with X above 2 were excluded"."""
    return tape.part(place + 1, len(tape.items)).hit(_LEFT_OUT) is not None


def _phrase_before(tape: Tape, place: int) -> tuple[Item, ...]:
    """The noun phrase that a bound closes, up to the word that opened it."""
    end = place
    while end > 0 and tape.items[end - 1].form in {
        "of",
        "was",
        "were",
        "is",
        "(",
        "showing",
        "level",
        "levels",
        "values",
        "value",
        "with",
        "than",
        "between",
        "aged",
    }:
        end -= 1
    begin = end
    while (
        begin > 0
        and tape.items[begin - 1].form not in _OPENERS - {"level", "count"}
        and tape.items[begin - 1].form not in {"B", "S", "V", "A", "G", "D"}
    ):
        begin -= 1
    return trim(tape.items[begin:end])


def _phrase_behind(tape: Tape, place: int) -> tuple[Item, ...]:
    end = place + 1
    ends = _OPENERS | {
        "for",
        "were",
        "was",
        "at",
        "in",
        "on",
        "to",
        ".",
        ")",
        "B",
        "prior",
        "before",
        "who",
        "from",
        "than",
    }
    while (
        end < len(tape.items)
        and tape.items[end].form not in ends
        and not tape.items[end].form.isupper()
    ):
        end += 1
    return trim(tape.items[place + 1 : end])


def _conditions(page: Page, tape: Tape) -> list[Criterion]:
    """Criteria without a bound: a condition that had to be confirmed."""
    found = []
    for hit in tape.hits(_POSITIVE):
        words = hit.words("what") or hit.words("proven") or hit.words("having")
        slug = page.glossary.known(words, "Condition") or page.glossary.known(
            f"{words} infection", "Condition"
        )
        slug = slug or page.glossary.concept(
            f"{words} infection" if hit.has("what") else words, "Condition"
        )
        found.append(
            Criterion(
                about=slug,
                exact=hit.words(),
                rule="criterion.condition",
                confidence=confidence("criterion.condition"),
                status="asserted",
            )
        )
    return found
