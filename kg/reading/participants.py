"""Who took part: populations by role, and the condition they have.

In: a page. Out: :class:`~kg.records.Population` claims, one per role and number, and the
concepts of the conditions studied. A number that could be an arm's, or that two sentences give
differently for one role, is left alone.
"""

import re
from collections.abc import Iterator
from itertools import takewhile

from kg.codes import PopulationRole
from kg.reading.ledger import Ledger
from kg.reading.measures import PEOPLE
from kg.reading.page import Line, Page
from kg.reading.phrases import OTHER_PEOPLE, VERBS, forms, trim
from kg.reading.tape import Hit, Item, Tape
from kg.records import Population

_ROLES: tuple[tuple[str, PopulationRole], ...] = (
    (
        r"(?:underwent|undergoing) randomization|randomly (?:assigned|allocated|divided|selected)|randomized|assigned|allocated",
        "randomizedPopulation",
    ),
    (r"included in (?:the |an? )?(?:[^ .]+ ){0,3}?(?:analysis|analyses)", "analysed"),
    (r"enrolled|recruited|entered|included|registered|participated|took part|studied", "enrolled"),
    (r"analysed|analyzed|evaluable|evaluated|assessed|assessable", "analysed"),
    (r"completed", "completed"),
    (r"screened|approached|invited", "screened"),
)
_VERBS = "|".join(pattern for pattern, _ in _ROLES)
_PASSIVE = rf"(?P<s>S)(?: (?!S )[^\s.;]+){{0,16}}? (?:were|was|had been|have been)(?: (?:then|subsequently|initially|finally|eligible|consecutively|prospectively|and|enrolled))*? (?P<verb>{_VERBS})(?:(?: (?!S )[^\s.;,]+){{0,6}}? and (?:were )?(?:then )?(?P<more>{_VERBS}))?"
_ACTIVE = (
    rf"(?P<verb>{_VERBS})(?: (?:a total of|in total|the|all|these|first))? (?P<s>S)(?! (?:to|in) A)"
)
_DONE = r"(?P<s>S)(?: (?!S )[^\s.;]+){0,16}? (?P<verb>completed|participated|took part|entered|underwent randomization)"
_IN_FRONT = rf"(?:{PEOPLE})(?: (?!S )[^\s.;]+){{0,30}}? \( (?P<s>S) \) (?:were|was)(?: then| subsequently)? (?P<verb>{_VERBS})"
_ANALYSIS = r"(?:(?:analysis|analyses) (?:included|(?:was|were) based on)|(?:data|results) were available(?: for (?:the )?(?:{w} )?analysis)? (?:in|for|from|on)) (?P<s>S)"
_UNCOUNTED = rf"(?:{PEOPLE})(?: (?!S )[^\s.;]+){{0,40}}? (?:were|was)(?: {{w}})?? (?P<verb>randomly (?:assigned|allocated|divided)|randomized|enrolled|recruited)"
_NAMED = rf"(?:in|for|among|of) (?P<who>(?:{{w}} ){{0,4}}?(?:{PEOPLE})(?: (?:with|who|infected|undergoing|receiving|suffering) [^\s.,;:()A-Z]+(?: [^\s.,;:()A-Z]+){{0,20}})?)(?= \.| ,| ;| :| $)"
_OF_OTHERS = re.compile(
    rf"{OTHER_PEOPLE}(?: [^\s.,;]+){{0,3}}? (?:cohort|group|sample|series|set|population) of$"
)
_WITH = rf"(?:{PEOPLE})(?: who (?:had|have|were))? (?P<infected>infected )?(?:with|suffering from|diagnosed with|undergoing treatment for|treated for)(?: the| a| an)? (?P<what>.+?)(?= (?:and|who|were|was|without|receiving|undergoing|treated|that|in|at|to|aged|after|during|before|having|whose|,|\.|\(|;|B|T|:)| $)"
_BEFORE = rf"(?P<what>{{w}}) (?:\w+ )?(?:{PEOPLE})"


def read_populations(ledger: Ledger) -> None:
    """Claims the populations that the lines count, role by role."""
    found: dict[int, dict[PopulationRole, list[Line]]] = {}
    for line in ledger.page.lines:
        if line.part == "background":
            continue
        for role, count in _counts(line, ledger.page):
            found.setdefault(count, {}).setdefault(role, []).append(line)
    settled = _settled(found)
    for count, roles in settled.items():
        lines = [line for rows in roles.values() for line in rows]
        key = f"population-{'-'.join(sorted(_short(role) for role in roles))}"
        population = Population(
            roles=tuple(sorted(roles)), size=count, label=_label(ledger.page, lines[0], count)
        )
        ledger.add(population, *lines, rule="population.counted", key=key)
    _uncounted(ledger)


def _counts(line: Line, page: Page) -> Iterator[tuple[PopulationRole, int]]:
    sizes = {draft.size for draft in page.drafts}
    for pattern in (_PASSIVE, _ACTIVE, _DONE, _IN_FRONT, _ANALYSIS):
        for hit in line.arms.hits(pattern):
            head = hit.value("S", "s")
            role = "analysed" if pattern == _ANALYSIS else _role(hit.match.group("verb"))
            inside = pattern != _IN_FRONT and _inside(line.arms, hit, "s")
            if head.count in sizes or inside or _of_arm(hit) or _of_others(hit):
                continue
            yield role, head.count
            if pattern == _PASSIVE and hit.has("more"):
                yield _role(hit.match.group("more")), head.count


def _of_arm(hit: Hit) -> bool:
    return any(item.form == "A" for item in hit.items()) or any(
        i.form == "A" for i in hit.tape.items[max(0, hit.first - 2) : hit.first]
    )


def _of_others(hit: Hit) -> bool:
    """Whether they are people beside those of the trial: "a parallel cohort of 99 patients"."""
    return (
        _OF_OTHERS.search(forms(tuple(hit.tape.items[max(0, hit.first - 6) : hit.first])))
        is not None
    )


def _inside(tape: Tape, hit: Hit, group: str) -> bool:
    place = tape.index(hit.match.start(group))
    run = [item.form for item in tape.items[:place]]
    return run.count("(") > run.count(")")


def _role(verb: str) -> PopulationRole:
    return next(role for pattern, role in _ROLES if re.fullmatch(pattern, verb))


def _settled(
    found: dict[int, dict[PopulationRole, list[Line]]],
) -> dict[int, dict[PopulationRole, list[Line]]]:
    """The counts whose role no other count claims too."""
    claimed: dict[PopulationRole, set[int]] = {}
    for count, roles in found.items():
        for role in roles:
            claimed.setdefault(role, set()).add(count)
    kept = {
        count: {role: lines for role, lines in roles.items() if len(claimed[role]) == 1}
        for count, roles in found.items()
    }
    return {count: roles for count, roles in kept.items() if roles}


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
            role = _role(hit.match.group("verb"))
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
    for item in line.tape.items:
        if item.form == "S" or re.fullmatch(PEOPLE, item.form):
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
            infected = re.fullmatch(
                r"(.+?)-(?:infected|positive|seropositive)", phrase, re.IGNORECASE
            )
            if infected and size == 1:
                yield page.glossary.known(infected.group(1), "Condition") or page.glossary.concept(
                    f"{infected.group(1)} infection", "Condition", label=phrase
                )
                return
