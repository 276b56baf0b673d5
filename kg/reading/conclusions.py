"""What the authors conclude: benefit or none, harm or none, or a mere association.

In: the lines of the conclusions, and lines under no heading that conclude. Out:
:class:`~kg.records.Conclusion` claims about concepts. Whether a rise is a benefit depends on
what rose: where neither the measurand nor the authors say which way is better, nothing is
concluded for them.
"""

from kg.codes import DesirableDirection, Polarity
from kg.reading.associations import factor_concept
from kg.reading.ledger import Ledger
from kg.reading.page import Line, Page
from kg.reading.phrases import trim
from kg.reading.results import clauses
from kg.reading.subjects import measurand, subjects
from kg.reading.tape import Hit, Item
from kg.records import Conclusion

_UP_NOUN = r"(?:increases?|improvements?|gains?|rises?|elevations?|recovery|prolongation)"
_DOWN_NOUN = r"(?:decreases?|reductions?|declines?|falls?|drops?|lowering)"
_UP_VERB = r"(?:increased?|improved?|raised?|enhanced?|restored?|prolong(?:ed)?|boost(?:ed)?|increas(?:es|ing)|improv(?:es|ing))"
_DOWN_VERB = r"(?:decreased?|reduced?|lower(?:ed)?|diminished?|prevent(?:ed)?|suppress(?:ed)?|shorten(?:ed)?|reduc(?:es|ing)|decreas(?:es|ing))"
_MADE = r"(?:produced|produces|led to|leads to|resulted in|results in|induced|induces|caused|causes|yielded|yields|gave|provided|provides|achieved|conferred|brought|showed)"
_END = r"(?= with | \.| ,| ;| but| and (?:was|were|did|had|is)| in (?:patients|participants|people|adults|children|subjects|individuals|immuno|this|these|those|women|men)| compared| than| over | at | after| during| $)"
_FAILED = rf"(?:(?P<who>.+?) )?(?:failed to|did not|does not|do not|was not able to|could not)(?: significantly| substantially| further)? (?P<verb>{_UP_VERB}|{_DOWN_VERB}|change|affect|alter)(?: the)? (?P<what>.+?){_END}"
_CAUSED = rf"(?:(?P<who>.+?) )?(?:{_MADE}|(?:was|were|is|are) associated with)(?: {{w}}){{0,5}}? (?P<way>{_UP_NOUN}|{_DOWN_NOUN})(?: {{w}}){{0,2}}? (?:in|of)(?: the)? (?P<what>.+?){_END}"
_DID = rf"(?:(?P<who>.+?)(?= ))?(?: ?(?:significantly|substantially|markedly|effectively|safely|also))* (?P<way>{_UP_VERB}|{_DOWN_VERB})(?: the)? (?P<what>.+?){_END}"
_WITHOUT = rf"(?:with no|without|without any|and no|with no evidence of)(?: {{w}}){{0,2}}? (?P<way>{_UP_NOUN}|{_DOWN_NOUN})(?: in| of)(?: the)? (?P<what>.+?){_END}"
_DESPITE = rf"(?:despite|although|in spite of|as well as|in addition to|along with|besides)(?: an?| the| {{w}}){{0,6}}? (?P<way>{_UP_NOUN}|{_DOWN_NOUN}) (?:in|of)(?: the)? (?P<what>.+?)(?= ,| \.)"
_NO_BENEFIT = rf"(?P<who>I|{{w}}(?: {{w}}){{0,5}}?) (?:{_MADE}|had|offered|has|have|showed|demonstrated)(?: \w+)? no (?P<what>(?:additional |added |further |significant |apparent |overall )*(?:{{w}} )?(?:benefits?|effects?|advantages?|improvements?)(?: (?:on|in|for) .+?)?){_END}"
_BENEFIT = rf"(?P<who>I|{{w}}(?: {{w}}){{0,5}}?) (?:{_MADE}|had|offered|has|have|showed|demonstrated) (?:an? )?(?P<what>(?:additional |added |further |significant |clear |overall )*(?:clinical |survival )(?:benefits?|advantages?)){_END}"
_TIED = r"(?P<who>.+?) (?:was|were|is|are)(?: {w})?? (?:associated with|linked to|related to|predictive of) (?P<what>.+?)(?= \.| ,| ;| $)"
_CONCLUDING = frozenset({"conclusions"})


def read_conclusions(ledger: Ledger, line: Line) -> bool:
    """Whether a line concluded anything; each thing concluded becomes a claim."""
    if line.part not in _CONCLUDING and (line.part is not None or not _concludes(line)):
        return False
    made: list[tuple[tuple[str, ...], Polarity]] = []
    for clause in clauses(line.full):
        part = line._replace(full=clause)
        made += [*_verdicts(ledger, part), *_effects(ledger, part)] or _ties(ledger, part)
    made = [(_led(ledger, line, about), polarity) for about, polarity in made]
    for about, polarity in dict.fromkeys(made):
        ledger.add(
            Conclusion(about=about, polarity=polarity, exact=_words(ledger.page, line)),
            line,
            rule=f"conclusion.{polarity}",
        )
    return bool(made)


def _led(ledger: Ledger, line: Line, about: tuple[str, ...]) -> tuple[str, ...]:
    """What a conclusion is about, led by the treatment that the whole line speaks of."""
    if len(about) == 1 and (treated := _treated(ledger.page, line)):
        return tuple(dict.fromkeys((*treated, *about)))
    return about


def _concludes(line: Line) -> bool:
    """Whether a line under no heading states a bottom line: no numbers, a treatment, a verdict."""
    if any(item.form in {"P", "C", "Q", "V"} for item in line.full.items):
        return False
    return bool(
        line.full.hit(_DESPITE)
        or line.full.hit(_NO_BENEFIT)
        or line.full.hit(r"(?:in conclusion|we conclude)")
    )


def _words(page: Page, line: Line) -> str:
    return page.text[line.span.start : line.span.end]


def _verdicts(ledger: Ledger, line: Line) -> list[tuple[tuple[str, ...], Polarity]]:
    """A benefit that was there or was not, and an effect that failed to come."""
    made: list[tuple[tuple[str, ...], Polarity]] = []
    if hit := line.full.hit(_FAILED):
        about = _about(ledger.page, line, hit)
        failed = "failed" in hit.match.group()
        if about and (failed or _better(ledger.page, about[-1], hit, "verb")):
            _hope(ledger.page, about[-1], hit, failed=failed)
            made.append((about, "noBenefit"))
    elif (hit := line.full.hit(_NO_BENEFIT)) and (what := _verdict(ledger.page, line, hit)):
        made.append(((*_who(ledger.page, line, hit), what), "noBenefit"))
    elif (hit := line.full.hit(_BENEFIT)) and (what := _verdict(ledger.page, line, hit)):
        made.append(((*_who(ledger.page, line, hit), what), "benefit"))
    return made


def _verdict(page: Page, line: Line, hit: Hit) -> str | None:
    items = trim(hit.items("what"))
    heads = [n for n, item in enumerate(items) if item.form in {"on", "in", "for"}]
    if heads:
        named = subjects(line.full, items[heads[0] + 1 :])
        return measurand(named[0], page.glossary) if named else None
    words = line.full.words(items)
    clinical = {"clinical", "survival", "mortality"} & {item.form for item in items}
    kind = "ClinicalEvent" if clinical else "Concept"
    return page.glossary.concept(words, kind, "ClinicalEvent", "Measurand") if items else None  # type: ignore[arg-type]


def _hope(page: Page, slug: str, hit: Hit, *, failed: bool) -> None:
    """What authors say a treatment failed to do is what they hoped for."""
    if failed:
        page.glossary.hope(slug, "increase" if _is_up(hit, "verb") else "decrease")


def _effects(ledger: Ledger, line: Line) -> list[tuple[tuple[str, ...], Polarity]]:
    made: list[tuple[tuple[str, ...], Polarity]] = []
    for pattern, absent in ((_WITHOUT, True), (_DESPITE, False)):
        hit = line.full.hit(pattern)
        if hit and (polarity := _polarity(ledger.page, line, hit, absent=absent)):
            made.append(polarity)
    refused = line.full.hit(_FAILED) or line.full.hit(_NO_BENEFIT) or line.full.hit(_BENEFIT)
    hit = None if refused else line.full.hit(_CAUSED) or line.full.hit(_DID)
    if hit and (polarity := _polarity(ledger.page, line, hit, absent=False)):
        made.insert(0, polarity)
    return made


def _polarity(
    page: Page, line: Line, hit: Hit, *, absent: bool
) -> tuple[tuple[str, ...], Polarity] | None:
    about = _about(page, line, hit)
    if not about:
        return None
    good = _better(page, about[-1], hit, "way")
    if absent:
        # What authors are glad not to have seen would have been harm, unless it is known better.
        return about, "noBenefit" if good else "noHarm"
    if good is None:
        return None
    return about, "benefit" if good else "harm"


def _is_up(hit: Hit, group: str) -> bool:
    word = hit.match.group(group)
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


def _better(page: Page, slug: str, hit: Hit, group: str) -> bool | None:
    """Whether a rise or fall is for the better; "improved" is, whatever was improved."""
    word = hit.match.group(group)
    if word.startswith(("impro", "enhanc", "restor")):
        return True
    better: DesirableDirection | None = page.glossary.desirable(slug)
    if better is None:
        return None
    return (better == "increase") == _is_up(hit, group)


def _about(page: Page, line: Line, hit: Hit) -> tuple[str, ...]:
    what = tuple(i for i in hit.items("what"))
    named = subjects(line.full, what)
    if not named:
        return ()
    who = _who(page, line, hit) if "who" in hit.match.re.groupindex else _treated(page, line)
    return (*who, measurand(named[0], page.glossary))


def _who(page: Page, line: Line, hit: Hit) -> tuple[str, ...]:
    return _substances(page, tuple(hit.items("who"))) or _named_substance(
        page, line, tuple(hit.items("who"))
    )


def _treated(page: Page, line: Line) -> tuple[str, ...]:
    return _substances(page, line.full.items)


def _substances(page: Page, items: tuple[Item, ...]) -> tuple[str, ...]:
    """The investigational substances of the first experimental arm that the items name."""
    for item in items:
        if (
            item.form in {"I", "A"}
            and len(item.value.arms) == 1
            and page.drafts[item.value.arms[0]].role == "experimentalRole"
        ):
            arm = item.value.arms[0]
            own = [
                c
                for c, part in zip(page.drafts[arm].components, page.roster.order[arm], strict=True)
                if part not in page.roster.shared
            ]
            return tuple(page.glossary.concept(c.words, "Substance") for c in own[:1])
    return ()


def _named_substance(page: Page, line: Line, items: tuple[Item, ...]) -> tuple[str, ...]:
    run = trim(items)
    for size in range(min(4, len(run)), 0, -1):
        for first in range(len(run) - size + 1):
            if slug := page.glossary.known(line.full.words(run[first : first + size]), "Substance"):
                return (slug,)
    return ()


def _ties(ledger: Ledger, line: Line) -> list[tuple[tuple[str, ...], Polarity]]:
    hit = line.full.hit(_TIED)
    if hit is None:
        return []
    who = trim(tuple(i for i in hit.items("who") if i.form != "use"))
    if not who:
        return []
    substances = _substances(ledger.page, who) or _named_substance(ledger.page, line, who)
    return [(substances or (factor_concept(ledger.page, line.full, who),), "associated")]
