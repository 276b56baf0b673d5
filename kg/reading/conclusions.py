"""What the authors conclude: benefit or none, harm or none, or a mere association.

In: the lines of the conclusions, and lines under no heading that conclude. Out:
:class:`~kg.records.Conclusion` claims about concepts, each led by the treatment concluded about.
A sentence is taken bite by bite, one verdict each. Whether a rise is a benefit depends on what
rose: where neither the measurand nor the authors say which way is better, nothing is concluded.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from kg.codes import Polarity
from kg.reading.associations import factor_concept
from kg.reading.glossary import Glossary
from kg.reading.ledger import Ledger
from kg.reading.page import Line, Page
from kg.reading.phrases import DETERMINERS, STOPS, VERBS, trim
from kg.reading.results import clauses
from kg.reading.subjects import measurand, subjects
from kg.reading.tape import Hit, Item, Tape
from kg.records import Conclusion

_RISE = r"(?:increases?|improvements?|gains?|rises?|elevations?|recovery|prolongation)"
_FALL = r"(?:decreases?|reductions?|declines?|falls?|drops?|lowering)"
_RAISE = r"(?:increas(?:e|es|ed|ing)|improv(?:e|es|ed|ing)|rais(?:e|es|ed|ing)|enhanc(?:e|es|ed|ing)|restor(?:e|es|ed|ing)|prolong(?:s|ed|ing)?|boost(?:s|ed|ing)?)"
_LOWER = r"(?:decreas(?:e|es|ed|ing)|reduc(?:e|es|ed|ing)|lower(?:s|ed|ing)?|diminish(?:es|ed|ing)?|prevent(?:s|ed|ing)?|suppress(?:es|ed|ing)?|shorten(?:s|ed|ing)?)"
_MAKE = r"(?:produc(?:e|es|ed)|le(?:d|ads?) to|result(?:s|ed)? in|induc(?:e|es|ed)|caus(?:e|es|ed)|yield(?:s|ed)?|gave|provid(?:e|es|ed)|achiev(?:e|es|ed)|confer(?:s|red)?|brought|show(?:s|ed)?|offer(?:s|ed)?|demonstrated?|ha(?:d|s|ve))"
_END = (
    r"(?= with | without | \.| ,| ;| but| and (?:was|were|did|had|is)| in (?:patients|participants|people|adults|children|subjects"
    r"|individuals|immuno|this|these|those|women|men)| compared| as compared| than| over | at | after| during| $)"
)
_GOOD = r"(?:{w} ){0,2}?(?:benefits?|effects?|advantages?|improvements?)"
_HARM = r"(?:adverse|harmful|detrimental|deleterious|unfavorable|unfavourable|untoward|negative) (?:effects?|influence|impact)"
_UPON = r"(?: (?:in terms of|with (?:regard|respect) to|regarding|on|in|for|to) (?:the )?(?P<what>.+?))?"
_OPENER = r"(?:despite|even though|although|though|in spite of|as well as|in addition to|along with|besides)"

# One verdict each: what was said, and how it is judged.
_FAILED = rf"(?:failed to|was unable to|were unable to|could not) (?:{{w}} )??(?P<verb>{_RAISE}|{_LOWER}) (?:the )?(?P<what>.+?){_END}"
_DID_NOT = (
    rf"(?:did|does|do) not (?:{{w}} )??(?P<verb>{_RAISE}|{_LOWER}) (?:the )?(?P<what>.+?){_END}"
)
_INEFFECTIVE = rf"(?:was|were|is|are) (?:not (?:{{w}} )??(?:effective|beneficial|superior|better)|ineffective|no better)(?: (?:in|at|for|on))?(?: (?:{_RAISE}|{_LOWER}))? (?:the )?(?P<what>.+?){_END}"
_NO_BENEFIT = (
    rf"(?:{_MAKE}|was of|were of|with|there was|there were) (?:\w+ )??no {_GOOD}{_UPON}{_END}"
)
_NOT_GIVEN = rf"(?:did not|failed to|does not) (?:{_MAKE}|translate into|bring)(?: any| an?)? {_GOOD}{_UPON}{_END}"
_BENEFIT = (
    rf"{_MAKE} (?:an? )?(?:{{w}} ){{0,2}}?(?P<of>clinical|survival) (?:benefits?|advantages?){_END}"
)
_BENEFICIAL = rf"ha(?:d|s|ve) (?:an? )?(?:{{w}} )??(?:beneficial|favorable|favourable|positive) effects? on (?:the )?(?P<what>.+?){_END}"
_EFFECTIVE = rf"(?:was|were|is|are) (?:{{w}} )??(?:effective|beneficial|superior)(?: (?:in|at|for))? (?:{_RAISE}|{_LOWER}) (?:the )?(?P<what>.+?){_END}"
_WITHOUT = rf"(?:with no|without|without any|and no|with no evidence of)(?: {{w}}){{0,2}}? (?P<verb>{_RISE}|{_FALL})(?: in| of) (?:the )?(?P<what>.+?){_END}"
_BESIDES = rf"{_OPENER}(?: \S+){{0,8}}? (?P<verb>{_RISE}|{_FALL}) (?:in|of) (?:the )?(?P<what>.+?)(?= ,| \.)"
_CAUSED = rf"(?:{_MAKE}|(?:was|were|is|are) associated with)(?: {{w}}){{0,5}}? (?P<verb>{_RISE}|{_FALL})(?: {{w}}){{0,2}}? (?:in|of) (?:the )?(?P<what>.+?){_END}"
_DID = rf"(?P<verb>{_RAISE}|{_LOWER}) (?!by |with )(?:the )?(?P<what>.+?){_END}"
_TIED = r"(?P<who>.+?) (?:was|were|is|are)(?: {w})?? (?:associated with|linked to|related to|predictive of) (?P<what>.+?)(?= \.| ,| ;| $)"
_WHO = 4
_USED = frozenset({"use", "treatment", "therapy", "administration"})
_BESIDE_NAMES = frozenset(
    "plus therapy treatment use given adding addition intermittent subcutaneous oral combined recombinant".split()
)
_NO_PARTS = STOPS | VERBS | DETERMINERS | _BESIDE_NAMES
_CONCEDED = rf"{_OPENER} .+? , .*?(?:did not|does not|failed to|no) "
_CUTS = r"(?:, )?(?:and|but) (?:did|was|were|had|has|showed|failed|yielded|provided|offered|conferred|no)|, it|with no|without"
# What may be, or is yet to be shown, is not concluded.
_HEDGED = r"may|might|could|would|should|warrant\w*|needed|required|whether|aimed|hypothes\w+|if"
_GENERAL = frozenset(
    "treatment treatments therapy intervention interventions it this these regimen combination drug drugs"
    " program programme group arm arms supplementation administration use addition approach strategy".split()
)
_NEGATED = r"not|no|neither|nor|without|failed|lack|lacked|unable|ineffective|cannot"


class Verdict(NamedTuple):
    """What is concluded about a measurand."""

    measurand: str
    polarity: Polarity


def read_conclusions(ledger: Ledger, line: Line) -> bool:
    """Whether a line concluded anything; each thing concluded becomes a claim."""
    if line.part != "conclusions" and (line.part is not None or not _concludes(ledger.page, line)):
        return False
    made: list[tuple[tuple[str, ...], Polarity]] = []
    treated = _treated(ledger.page, line)
    for bite in _bites(line.full):
        sure = treated and not bite.hit(_HEDGED)
        verdicts = _verdicts(ledger.page, bite) if sure else ()
        made += [((*treated, verdict.measurand), verdict.polarity) for verdict in verdicts]
    if not made:
        made = _ties(ledger.page, line)
    text = ledger.page.text[line.span.start : line.span.end]
    for about, polarity in dict.fromkeys(made):
        conclusion = Conclusion(about=tuple(dict.fromkeys(about)), polarity=polarity, exact=text)
        ledger.add(conclusion, line, rule=f"conclusion.{polarity}")
    return bool(made)


def _concludes(page: Page, line: Line) -> bool:
    """Whether a line under no heading states a bottom line: a verdict, and no figures of its own.

    A plain verdict says so itself; any other must stand behind all figures of the text.
    """
    if _has_figures(line):
        return False
    if any(line.full.hit(p) for p in (_BESIDES, _CONCEDED, _NO_BENEFIT, _NOT_GIVEN, _BENEFIT)):
        return True
    if any(_has_figures(later) for later in page.lines[line.number + 1 :]):
        return False
    return any(line.full.hit(pattern) for pattern, _ in _RULES) or bool(line.full.hit(_TIED))


def _has_figures(line: Line) -> bool:
    return not line.full.forms.isdisjoint(("P", "C", "Q", "V"))


def _bites(tape: Tape) -> Iterator[Tape]:
    """The stretches of a sentence that each hold one verdict."""
    besides = tape.hit(rf"{_OPENER}(?: \S+)*? ,")
    if besides:
        yield tape.part(besides.first, besides.last)
        tape = Tape(tape.text, (*tape.items[: besides.first], *tape.items[besides.last :]))
    for clause in clauses(tape):
        begin = 0
        for hit in clause.hits(_CUTS):
            if hit.first > begin:
                yield clause.part(begin, hit.first)
                begin = hit.first
        yield clause.part(begin, len(clause.items))


def _verdicts(page: Page, bite: Tape) -> Iterator[Verdict]:
    """The verdict of a bite; a refusal wins over what it refuses."""
    for pattern, judge in _RULES:
        hit = bite.hit(pattern)
        if hit is not None:
            verdict = judge(page, bite, hit)
            if verdict is not None:
                yield verdict
            return


def _failed(page: Page, bite: Tape, hit: Hit) -> Verdict | None:
    """What a treatment failed to do is what was hoped for."""
    slug = _measured(page, bite, hit)
    if slug is not None:
        page.glossary.hope(slug, "increase" if _is_up(hit) else "decrease")
    return Verdict(slug, "noBenefit") if slug else None


def _not_done(page: Page, bite: Tape, hit: Hit) -> Verdict | None:
    slug = _measured(page, bite, hit)
    good = _better(page, slug, hit) if slug else None
    return (
        None if slug is None or good is None else Verdict(slug, "noBenefit" if good else "noHarm")
    )


def _refused(page: Page, bite: Tape, hit: Hit) -> Verdict | None:
    slug = _measured(page, bite, hit) or _benefit(page, bite, hit)
    harm = bite.part(hit.first, hit.last).hit(_HARM) is not None
    return Verdict(slug, "noHarm" if harm else "noBenefit") if slug else None


def _granted(page: Page, bite: Tape, hit: Hit) -> Verdict | None:
    slug = _measured(page, bite, hit) or _benefit(page, bite, hit)
    return Verdict(slug, "benefit") if slug else None


def _absent(page: Page, bite: Tape, hit: Hit) -> Verdict | None:
    """What authors are glad not to have seen would have been harm, unless it is known better."""
    slug = _measured(page, bite, hit)
    if slug is None:
        return None
    return Verdict(slug, "noBenefit" if _better(page, slug, hit) else "noHarm")


def _present(page: Page, bite: Tape, hit: Hit) -> Verdict | None:
    slug = _measured(page, bite, hit)
    good = _better(page, slug, hit) if slug else None
    return None if slug is None or good is None else Verdict(slug, "benefit" if good else "harm")


def _done(page: Page, bite: Tape, hit: Hit) -> Verdict | None:
    adjective = hit.first == 0 and hit.items()[0].form.endswith("ed")
    return None if adjective or bite.hit(_NEGATED) else _present(page, bite, hit)


_RULES = (
    (_FAILED, _failed),
    (_DID_NOT, _not_done),
    (_INEFFECTIVE, _refused),
    (_NO_BENEFIT, _refused),
    (_NOT_GIVEN, _refused),
    (_BENEFIT, _granted),
    (_BENEFICIAL, _granted),
    (_EFFECTIVE, _granted),
    (_WITHOUT, _absent),
    (_BESIDES, _present),
    (_CAUSED, _done),
    (_DID, _done),
)


def _measured(page: Page, bite: Tape, hit: Hit) -> str | None:
    """The measurand that a verdict names."""
    if not hit.has("what"):
        return None
    named = subjects(bite, hit.items("what"))
    return measurand(named[0], page.glossary) if named else None


def _benefit(page: Page, bite: Tape, hit: Hit) -> str | None:
    """The benefit itself, where no measurand is named: "clinical benefit"."""
    phrase = bite.part(hit.first, hit.last).hit(r"(?P<kind>{w}) (?P<good>benefits?|advantages?)")
    if phrase is None or phrase.match.group("kind") not in {"clinical", "survival", "mortality"}:
        return None
    return page.glossary.concept(phrase.words(), "ClinicalEvent", "Measurand")


def _is_up(hit: Hit) -> bool:
    word = hit.match.group("verb")
    return word.startswith(
        (
            "incr",
            "impro",
            "rais",
            "rise",
            "gain",
            "enhanc",
            "restor",
            "prolong",
            "boost",
            "elev",
            "recov",
        )
    )


def _better(page: Page, slug: str, hit: Hit) -> bool | None:
    """Whether a rise or fall is for the better; "improved" is, whatever was improved."""
    if hit.match.group("verb").startswith(("impro", "enhanc", "restor")):
        return True
    better = page.glossary.desirable(slug)
    return None if better is None else (better == "increase") == _is_up(hit)


def _treated(page: Page, line: Line) -> tuple[str, ...]:
    """The treatment on trial that a line speaks of, or the only one where it says just "treatment".

    Where no arms were read, it is the one that the title or the objective names first.
    """
    named = _on_trial(page, line.full.items)
    if named:
        return named
    own = {s for arm in range(len(page.drafts)) for s in _own(page, arm)}
    if own:
        spoken = not _GENERAL.isdisjoint(line.full.forms)
        return tuple(own) if len(own) == 1 and spoken else ()
    known = _known(page.glossary, line.full)
    lead = next(
        filter(None, (_known(page.glossary, p.full) for p in page.parts("title", "objective"))), ()
    )
    return known if not lead or known == lead else ()


def _on_trial(page: Page, items: tuple[Item, ...]) -> tuple[str, ...]:
    """The treatment of the first experimental arm that the items name."""
    for item in items:
        if (
            item.form in {"I", "A"}
            and len(item.value.arms) == 1
            and (own := _own(page, item.value.arms[0]))
        ):
            return (min(own, key=lambda slug: _place(page, slug, items)),)
    return ()


def _place(page: Page, slug: str, items: tuple[Item, ...]) -> int:
    """Where a treatment is first named among items; behind them all where it is not."""
    text = page.text
    telling = [page.glossary.may_know(text[i.start : i.end], "Substance") for i in items]
    for size in (3, 2, 1):
        for first in range(len(items) - size + 1):
            if any(telling[first : first + size]):
                run = items[first : first + size]
                words = text[run[0].start : run[-1].end]
                if page.glossary.known(words, "Substance") == slug:
                    return first
    return len(items)


def _own(page: Page, arm: int) -> tuple[str, ...]:
    """What an experimental arm receives and not all arms do."""
    draft = page.drafts[arm]
    if draft.role != "experimentalRole":
        return ()
    parts = zip(draft.components, page.roster.order[arm], strict=True)
    own = [c for c, part in parts if part not in page.roster.shared and c.kind == "treatment"]
    return tuple(page.glossary.concept(c.words, "Substance") for c in own)


@lru_cache(maxsize=32)  # each conclusion of a page asks for those of its title
def _known(glossary: Glossary, tape: Tape) -> tuple[str, ...]:
    """The first known substance that words name in full; one that is given alone is compared with."""
    if not glossary.may_know(tape.words(tape.items), "Substance"):
        return ()
    telling = [glossary.may_know(tape.words((item,)), "Substance") for item in tape.items]
    for first in range(len(tape.items)):
        for size in (4, 3, 2, 1) if any(telling[first : first + 4]) else ():
            run = tape.items[first : first + size]
            told = len(run) == size and any(telling[first : first + size])
            if told and _is_whole(tape.items, first, first + size):
                slug = glossary.known(tape.words(run), "Substance")
                if slug:
                    return (slug,)
    return ()


def _is_whole(items: tuple[Item, ...], first: int, last: int) -> bool:
    """Whether a run stands by itself: no part of a longer name, no partner, nothing given alone."""
    before = items[first - 1].form if first else ""
    behind = items[last].form if last < len(items) else ""
    if not items[first].form[0].isalnum() or behind in {"alone", "only"}:
        return False
    if before in {"plus", "+", "and", "to"}:
        return False
    return not _is_part(before) and (not _is_part(behind) or behind.endswith(("s", "ed")))


def _is_part(form: str) -> bool:
    """Whether a form may belong to the name beside it."""
    return form[:1].islower() and form not in _NO_PARTS


def _ties(page: Page, line: Line) -> list[tuple[tuple[str, ...], Polarity]]:
    hit = None if line.full.hit(_NEGATED) else line.full.hit(_TIED)
    who = trim(tuple(i for i in hit.items("who") if i.form != "use")) if hit else ()
    if not who:
        return []
    named = _on_trial(page, who) or _known(page.glossary, Tape(line.full.text, who))
    used = any(item.form in _USED for item in hit.items("who")) if hit else False
    plain = used and len(who) <= _WHO and not any(i.form.endswith(("s", "ed")) for i in who[:2])
    about = named or ((factor_concept(page, line.full, who),) if plain else ())
    return [(about, "associated")] if about else []
