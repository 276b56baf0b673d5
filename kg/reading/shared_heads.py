"""Arms that share one word for what they got: "oral or intravenous zentarol", "high- or low-dose drops".

In: drafts of arms as a list names them. Out: the drafts, those called by no more than how it was given
under the whole name: "oral zentarol", "high-dose drops". The word itself stays a name of the arm.
"""

import re

from kg.reading.arms import ArmDraft
from kg.reading.glossary import Glossary, normal
from kg.reading.treatments import Component

_HOW = re.compile(
    r"(?:oral|intravenous|subcutaneous|intramuscular|topical|inhaled|nebulized|nebulised|local|systemic|rectal|vaginal"
    r"|high|low|medium|moderate|intermediate|standard|conventional|reduced|full|half|double|single|higher|lower|multiple"
    r"|early|late|immediate|delayed|deferred|short|long|open|closed|active|passive|light|deep|concurrent|sequential|broad|narrow|strict|tight|loose|mild|simultaneous|staged|wet|dry|hot|cold|warm|fixed|flexible|daily"
    r"|weekly|monthly|continuous|intermittent|restrictive|liberal|intensive|individual|manual|unilateral|bilateral"
    r"|(?:intra|trans|sub|epi|peri|pre|post|extra|inter)[a-z]{4,}(?:al|ar|ous|ive|ic|ed)|laparoscopic|robotic|surgical|medical)"
)
_ASIDE = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_BY_WHAT = frozenset("guided based led delivered assisted controlled".split())
_DOSE = re.compile(
    r"(?P<how>[a-z0-9]+)-(?P<of>guided|based|spectrum|led|delivered|assisted|controlled|dose|term|flow|fat|dosage|frequency|intensity|volume|risk)"
)


def with_heads(drafts: tuple[ArmDraft, ...], glossary: Glossary) -> tuple[ArmDraft, ...]:
    """The drafts, those that only say how before the last one says what under their whole names."""
    last = _ASIDE.sub(" ", drafts[-1].label).split() if drafts else []
    head = _head(last)
    if not head:
        return drafts
    found = tuple(_headed(draft, last, head, drafts[-1], glossary) for draft in drafts[:-1])
    labels = {normal(" ".join(last)), *(normal(draft.label) for draft in found)}
    if found == drafts[:-1] or len(labels) < len(drafts):
        return drafts
    return (*found, drafts[-1]._replace(label=" ".join(last)))


def _head(last: list[str]) -> str:
    """What the last name says behind how it was given; nothing where it does not say both."""
    first = last[0].lower() if len(last) > 1 else ""
    return " ".join(last[1:]) if _HOW.fullmatch(first) or _dosed(first) else ""


def _dosed(word: str) -> re.Match[str] | None:
    match = _DOSE.fullmatch(word)
    told = match and (_HOW.fullmatch(match["how"]) or match["of"] in _BY_WHAT)
    return match if told else None


def _headed(
    draft: ArmDraft, last: list[str], head: str, whole: ArmDraft, glossary: Glossary
) -> ArmDraft:
    """A draft called by how it was given alone, under its whole name."""
    how = draft.label.rstrip(" -\u2010").lower()
    dosed, told = _dosed(last[0].lower()), _dosed(how)
    if not (_HOW.fullmatch(how) or told) or bool(told) > bool(dosed):
        return draft
    own = draft.label.rstrip(" -\u2010")
    label = f"{own}-{dosed['of']} {head}" if dosed and not told else f"{own} {head}"
    given = tuple(_as(c, label) for c in whole.components[:1])
    names = draft.names | glossary.names(label)
    called = draft.aliases | {normal(own)}
    return draft._replace(label=label, components=given, names=names, aliases=called)


def _as(given: Component, words: str) -> Component:
    return given._replace(words=words)
