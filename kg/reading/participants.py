"""Who took part: populations by role, and the condition they have.

In: a page. Out: :class:`~kg.records.Population` claims, one per role and number, and the
concepts of the conditions studied. A number that could be an arm's, or that two sentences give
differently for one role, is left alone.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from kg.codes import PopulationRole
from kg.reading.census import Count, counts, whole_of
from kg.reading.ledger import Ledger
from kg.reading.measures import PEOPLE
from kg.reading.page import Line, Page
from kg.reading.phrases import VERBS, trim
from kg.reading.spots import Spot, spots
from kg.reading.taking_part import undergone
from kg.reading.tape import Item, Tape
from kg.records import Population

_AGREED, _PLAIN, _NEAR, _FEWEST = 4, 3, 6, 5
_TOTALS = frozenset({"enrolled", "randomizedPopulation", "analysed", "planned"})
_OTHERS = re.compile(
    r"\b(?:controls?|relatives|siblings|partners?|\w*clinicians|\w*physicians|practitioners|nurses|teachers"
    r"|raters|observers|dentists|surgeons|subset|groups?|eyes|teeth|lesions|sites|cases|embryos)$"
)
_LEFT = frozenset(
    "excluded withdrew withdrawn dropped declined refused died lost discontinued served acted per each"
    " screened eligible approached invited contacted".split()
)
_PART = re.compile(
    r"\b(?:subsets?|subgroups?|subsamples?|of (?:these|them|whom|the))(?: [^\s,]+){0,2} $"
)
_OWN = re.compile(
    r" (?:we (?:\w+ ){0,2}?(?:conducted|performed|randomized|enrolled|recruited|undertook|studied|assigned|treated)"
    r"|it is an? [^.;]{0,60}trial|this (?:is|was) an? |(?:in|of) this [^.;]{0,60}(?:trial|study)|the researchers|(?:were|was) enrolled and randomly) "
)
_EARLIER = re.compile(
    r"\b(?:previous|prior|earlier|another|other|et al|ha(?:s|ve) been)\b", re.IGNORECASE
)
_OUT_OF = re.compile(r" (?:of|among) (?:the |these |all )?")
_PLAINLY = re.compile(rf"\S+ (?:{PEOPLE})", re.IGNORECASE)
_COUNTED_NEXT = {("W",), ("V",), ("Q",), ("S",)}
_AMONG = {("of",), ("in",)}
_ORDER: tuple[PopulationRole, ...] = (
    "screened",
    "enrolled",
    "randomizedPopulation",
    "analysed",
    "completed",
)
_UNCOUNTED = rf"(?:{PEOPLE})(?: (?!S )[^\s.;]+){{0,40}}? (?:were|was)(?: {{w}})?? (?P<verb>randomly (?:assigned|allocated|divided)|randomized|enrolled|recruited)"
_NAMED = rf"(?:in|for|among|of) (?P<who>(?:{{w}} ){{0,4}}?(?:{PEOPLE})(?: (?:with|who|infected|undergoing|receiving|suffering) [^\s.,;:()A-Z]+(?: [^\s.,;:()A-Z]+){{0,20}})?)(?= \.| ,| ;| :| $)"
_WITH = rf"(?:{PEOPLE})(?: who (?:had|have|were))? (?P<infected>infected )?(?:with|suffering from|diagnosed with|undergoing treatment for|treated for)(?: the| a| an)? (?P<what>.+?)(?= (?:and|who|were|was|without|receiving|undergoing|treated|that|in|at|to|aged|after|during|before|having|whose|,|\.|\(|;|B|T|:)| $)"
# People, of one number or several, and people with how many they are.
_COUNTED = frozenset(
    form
    for word in f"{PEOPLE}|S".split("|")
    for form in (word.rstrip("?"), word.removesuffix("s?"))
)
_BEFORE = rf"(?P<what>{{w}}) (?:\w+ )?(?:{PEOPLE})"


def read_populations(ledger: Ledger) -> None:
    """Claims the populations that the lines count, role by role."""
    for size, roles in _settled(ledger.page).items():
        lines = sorted({line for rows in roles.values() for line in rows})
        key = f"population-{'-'.join(sorted(_short(role) for role in roles))}"
        population = Population(
            roles=tuple(sorted(roles)),
            size=size,
            label=_label(ledger.page, ledger.page.lines[lines[0]], size),
        )
        told = (ledger.page.lines[n] for n in lines)
        ledger.add(population, *told, rule="population.counted", key=key)
    _uncounted(ledger)


def _settled(page: Page) -> dict[int, dict[PopulationRole, list[int]]]:
    """The numbers that stand, each under its roles with the lines that say so."""
    told: dict[PopulationRole, dict[int, tuple[int, list[int]]]] = {}
    whole = sum(draft.size or 0 for draft in page.drafts)
    sizes = {draft.size for draft in page.drafts} - {None}
    complete = len(page.drafts) > 1 and all(draft.size for draft in page.drafts)
    for line in page.lines:
        apart = line.part in {"background", "conclusions"}
        told_here = () if apart else tuple(counts(line))
        summed = _summed(line, whole, told_here) if complete and not apart else ()
        for count in (*told_here, *summed):
            if count.size in sizes and count.size != whole:
                continue
            plain = _AGREED if complete and count.size == whole else count.plain
            best, lines = told.setdefault(count.role, {}).get(count.size, (0, []))
            told[count.role][count.size] = (max(best, plain), [*lines, line.number])
    if not told.keys() & _TOTALS:
        told = _own_in_background(page) | told
    if (
        not told.keys() & _TOTALS
        and (sole := _sole(page))
        and sole[0] not in {*sizes, *told.get("completed", ())}
    ):
        told["enrolled"] = {sole[0]: (1, [sole[1]])}
    if not told.keys() & _TOTALS and (least := _out_of_whom(page, whole if complete else 0)):
        told["analysed"] = {least[0]: (1, [least[1]])}
    return _by_size(_ordered({role: kept for role, rows in told.items() if (kept := _one(rows))}))


def _summed(line: Line, whole: int, told: tuple[Count, ...]) -> Iterator[Count]:
    """The sum of all arms, unless more people are plainly told of in its role: "90 entered, 88 began"."""
    for count in whole_of(line, whole):
        more = (c for c in told if c.role == count.role and c.size > whole and c.plain >= _PLAIN)
        if not any(more):
            yield count


def _own_in_background(page: Page) -> dict[PopulationRole, dict[int, tuple[int, list[int]]]]:
    """The people of this study where it is told of under the heading of what was known before."""
    told: dict[PopulationRole, dict[int, tuple[int, list[int]]]] = {}
    for line in page.parts("background"):
        own = _OWN.search(line.tape.line)
        for count in counts(line) if own else ():
            before = page.text[line.span.start : count.start]
            told_of = count.role in _TOTALS and count.size >= _FEWEST
            if told_of and not _EARLIER.search(before):
                told.setdefault(count.role, {})[count.size] = (count.plain, [line.number])
    return told


def _sole(page: Page) -> tuple[int, int] | None:
    """The people who open a sentence of the methods, with its line, where these count no others."""
    found = [
        (spot, line.number)
        for line in page.parts("methods", "design") or page.parts(None)
        for spot in spots(line)
        if spot.forms[spot.place] == "S" and not _PART.search(spot.before) and not spot.within
    ]
    if len({spot.size for spot, _ in found}) != 1:
        return None
    spot, number = found[0]
    behind = spot.behind[:_NEAR]
    opens = not spot.lead.strip() and not spot.before.endswith("first ") and not spot.within
    others = _OTHERS.search(spot.words) or not _LEFT.isdisjoint(behind) or behind[:1] in _AMONG
    headed = spot.line.part is not None or undergone(spot.behind)
    arms = sum(form == "A" for form in spot.forms)
    counted = opens and behind and headed and not others and arms != 1
    return (spot.size, number) if counted and spot.size >= _FEWEST else None


def _out_of_whom(page: Page, whole: int) -> tuple[int, int] | None:
    """The people out of whom a result counts, if nobody tells of more: "Of 151 men, 95% came back".

    Or those whom the sentence itself parts into all arms: "149 men, 71 on tea and 78 on milk".
    """
    people = [
        (spot, line.number)
        for line in page.parts("results", "methods", None)
        for spot in spots(line)
        if spot.forms[spot.place] == "S"
    ]
    most = max((spot.size for spot, _ in people), default=0)
    found = {
        (spot.size, number)
        for spot, number in people
        if _is_out_of(spot) or (spot.size == whole and spot.adds_up and not spot.within)
    }
    return found.pop() if len(found) == 1 and {size for size, _ in found} == {most} else None


def _is_out_of(spot: Spot) -> bool:
    """Whether a sentence opens with the people out of whom it counts."""
    plainly = _OUT_OF.fullmatch(spot.before) and _PLAINLY.fullmatch(spot.words)
    return bool(plainly) and spot.behind[:1] == (",",) and spot.behind[1:2] in _COUNTED_NEXT


def _one(rows: dict[int, tuple[int, list[int]]]) -> tuple[int, int, list[int]] | None:
    """The one number of a role that is said most plainly; none where two are said so."""
    best = max(plain for plain, _ in rows.values())
    top = [(size, plain, lines) for size, (plain, lines) in rows.items() if plain == best]
    return top[0] if len(top) == 1 else None


Told = dict[PopulationRole, tuple[int, int, list[int]]]


def _ordered(told: Told) -> Told:
    """What is left when no role has more people than the role before it: the less plain one goes."""
    kept = dict(told)
    for n, first in enumerate(_ORDER):
        for later in _ORDER[n + 1 :]:
            if first in kept and later in kept and kept[first][0] < kept[later][0]:
                a, b = kept[first][1], kept[later][1]
                allotted = a == b and later == "randomizedPopulation"
                for role in (first,) * (a <= b) + (later,) * (b <= a and not allotted):
                    kept.pop(role)
    return kept


def _by_size(told: Told) -> dict[int, dict[PopulationRole, list[int]]]:
    settled: dict[int, dict[PopulationRole, list[int]]] = {}
    for role, (size, _, lines) in told.items():
        settled.setdefault(size, {})[role] = lines
    return settled


def _short(role: PopulationRole) -> str:
    return role.removesuffix("Population")


def _label(page: Page, line: Line, count: int) -> str | None:
    for item in line.tape.items:
        if item.form == "S" and item.value.count == count:
            return page.text[item.start : item.end]
    return None


def _uncounted(ledger: Ledger) -> None:
    """A population whose number is not told, where people were enrolled or randomized all the same."""
    if any(set(p.roles) & {"randomizedPopulation", "enrolled"} for p in ledger.of(Population)):
        return
    for line in ledger.page.lines:
        hit = line.tape.hit(_UNCOUNTED) if line.part not in {"background", "conclusions"} else None
        if hit:
            random = "random" in hit.match.group("verb")
            role: PopulationRole = "randomizedPopulation" if random else "enrolled"
            label, source = _people_named(ledger.page)
            population = Population(roles=(role,), label=label)
            lines = [line, source] if source else [line]
            ledger.add(
                population, *lines, rule="population.uncounted", key=f"population-{_short(role)}"
            )
            return


def _people_named(page: Page) -> tuple[str | None, Line | None]:
    """The people as the title or the objective names them, and the line that does."""
    for line in page.parts("title", "objective"):
        hit = line.tape.hit(_NAMED)
        if hit:
            return line.tape.words(trim(hit.items("who"))), line
    return None, None


def people(ledger: Ledger) -> str | None:
    """The key of the population that entry criteria are about."""
    order: tuple[PopulationRole, ...] = ("enrolled", "randomizedPopulation", "analysed", "planned")
    for role in order:
        for population in ledger.of(Population):
            if role in population.roles:
                return population.key
    return None


def everybody(ledger: Ledger) -> str | None:
    """The key of the population that a result without arms is about."""
    order: tuple[PopulationRole, ...] = (
        "analysed",
        "randomizedPopulation",
        "enrolled",
        "completed",
    )
    for role in order:
        for population in ledger.of(Population):
            if role in population.roles:
                return population.key
    return None


def read_conditions(ledger: Ledger) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """The conditions that the people of the study have, and the lines that say so."""
    found: dict[str, Line] = {}
    order = ("title", "objective", "methods", "design", None, "results", "conclusions")
    for part in order:
        for line in ledger.page.parts(part):  # type: ignore[arg-type]
            for slug in _conditions(ledger.page, line):
                found.setdefault(slug, line)
        if found and part not in {"title", "objective"}:
            break
    general = [
        slug
        for slug in found
        if not any(o != slug and ledger.page.glossary.above(o, slug) for o in found)
    ]
    return tuple(general), tuple(found[slug] for slug in general)


def _conditions(page: Page, line: Line) -> Iterator[str]:
    for hit in line.tape.hits(_WITH):
        items = trim(tuple(takewhile(_nominal, hit.items("what"))))
        words = line.tape.words(items)
        if slug := _condition(page, words, infected=hit.has("infected")):
            yield slug
    for item in () if _COUNTED.isdisjoint(line.tape.forms) else line.tape.items:
        if item.form in _COUNTED:
            yield from _modifiers(page, line.tape, item)


def _nominal(item: Item) -> bool:
    return item.form not in VERBS and not item.form.isupper()


def _condition(page: Page, words: str, *, infected: bool) -> str | None:
    if not words:
        return None
    if slug := page.glossary.known(words, "Condition") or page.glossary.known(
        f"{words} infection", "Condition"
    ):
        return slug
    if infected:
        return page.glossary.concept(f"{words} infection", "Condition", label=words)
    if page.glossary.kind_of(words) == "Condition" or page.glossary.looks_like_disease(words):
        return page.glossary.concept(words, "Condition")
    return None


_INFECTED = re.compile(r"(.+?)-(?:infected|positive|seropositive)", re.IGNORECASE)


def _modifiers(page: Page, tape: Tape, item: Item) -> Iterator[str]:
    """Conditions that stand before the people: "HIV-infected patients", "HIV-1 patients"."""
    if item.form == "S":
        words = tape.text[item.start : item.end].split()[1:-1]
    else:
        place = tape.items.index(item)
        words = [
            tape.words((i,))
            for i in tape.items[max(0, place - 2) : place]
            if i.form.islower() or i.form[:1].isalpha()
        ]
    for size in (2, 1):
        for first in range(len(words) - size + 1):
            phrase = " ".join(words[first : first + size])
            if slug := page.glossary.known(phrase, "Condition"):
                yield slug
                return
            infected = _INFECTED.fullmatch(phrase)
            if infected and size == 1:
                yield page.glossary.known(infected.group(1), "Condition") or page.glossary.concept(
                    f"{infected.group(1)} infection", "Condition", label=phrase
                )
                return
