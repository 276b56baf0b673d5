"""The arms of a study that never says who got what: those that its results set against each other.

In: the sentences' tapes. Out: arm drafts, named as the sentences name them: "longer in the drops
group than in controls", "between the drops and the placebo groups", "drops versus placebo". A last
resort: taken only where all such sentences together name two to four arms.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from kg.reading.arms import ArmDraft, headed, is_named
from kg.reading.glossary import Glossary, normal
from kg.reading.measures import PEOPLE
from kg.reading.phrases import DETERMINERS, STOPS, VERBS
from kg.reading.roles import with_roles
from kg.reading.strange import is_strange
from kg.reading.tape import Tape

_WORD = r"[^\sA-Z,;:.()\[\]=<>%]+"
_NAME = rf"(?:(?:{_WORD}) ){{0,3}}?{_WORD}"
_HEAD = rf"(?:groups?|arms?|recipients|cohort|{PEOPLE})"
_GIVEN = r"(?:treated with|receiving|who received|given|taking|on|randomized to|assigned to|allocated to|undergoing|who underwent|using)"
_WHO = rf"(?:(?:the|those|that|{PEOPLE}|group|did) )*(?:(?:in|with|for|among|of|after|by|under|during|on|than|to) )?(?:(?:the|those|{PEOPLE}|group|a|an) )*(?:{_GIVEN} )?(?:the |a |an )?"
_ASIDE = r"(?: \( [^()]* \))?"
_DOSES = r"(?: (?:V|Q|D|and|or|daily|bid|tid|\( [^()]* \)))*"
_AGAINST = r"(?:than|compared with|compared to|as compared with|as compared to|in comparison with|in comparison to|versus|vs|relative to|when compared with|when compared to|rather than)"
_END = r"(?= \.| ,| ;| \(| in| at| after| during| for| on| with| P| over| was| were| did| had| by| as| to| and| but| when| while| who| $)"
_CONTROL = r"(?:placebo|sham|vehicle|controls?|usual care|standard care|conventional care|no treatment|no intervention|routine care|standard treatment|standard therapy|conventional treatment|conventional therapy)"
_STRETCH = r"(?:conditions?|trials?|sessions?|phases?|diets?|meals?)"
_MORE = r"(?:higher|lower|greater|longer|shorter|larger|smaller|better|worse|more|less)"
_EFFECT = (
    r"(?:(?:significantly|also|further|effectively|markedly) )*(?:reduced|increased|improved|decreased|lowered|prolonged|enhanced|had|showed|achieved|produced|led to|resulted in|provided"
    r"|yielded|demonstrated|exhibited|elicited|caused|suppressed|(?:was|were) associated with"
    r"|(?:was|were|is) (?:significantly )?(?:superior|more effective|as effective|non-inferior|noninferior|less effective|more efficacious))"
)
_PAIRS = (
    rf"(?:with|by|under|after|following|receiving|taking|given|using) (?:the |a |an |those |{PEOPLE} |{_GIVEN} )*(?P<one>{_NAME})(?: {_HEAD})?{_DOSES}(?: ,)? {_AGAINST} {_WHO}(?P<two>{_NAME})(?: {_HEAD})?{_END}",
    rf"(?:in|for|among|of|on|the) (?:the |those |{PEOPLE} |{_GIVEN} )*(?P<one>{_NAME}) {_HEAD}{_ASIDE}(?: {{any}})?{_AGAINST} {_WHO}(?P<two>{_NAME})(?: {_HEAD})?{_END}",
    rf"(?:{PEOPLE}|those) {_GIVEN} (?:the )?(?P<one>{_NAME})(?= had| showed| were| experienced|{_END[3:]} {{any}}{_AGAINST} {_WHO}(?P<two>{_NAME})(?: {_HEAD})?{_END}",
    rf"(?:between|among) (?:the |both )*(?P<one>{_NAME})(?: {_HEAD})?{_ASIDE} (?:and|versus|vs) (?:the |those )*(?P<two>{_NAME}) {_HEAD}",
    rf"(?:the|an?|in|for|,|^) (?P<one>{_WORD}(?: {_WORD}){{0,2}}?) (?:group|arm)\b.*?(?:the|than|and|with|to|vs|versus) (?P<two>{_WORD}(?: {_WORD}){{0,2}}?) (?:group|arm)",
    rf"(?P<one>{_WORD}(?: {_WORD})?) and (?:the )?(?P<two>{_WORD}(?: {_WORD})?) (?:groups|arms)",
    rf"(?:that|the|^|D|treatment with|therapy with|supplementation with|administration of|addition of) (?P<one>{_NAME}){_DOSES} {_EFFECT} {{any}}(?:{_AGAINST}|over|to) {_WHO}(?P<two>{_CONTROL})(?: {_HEAD})?",
    rf"{_AGAINST} (?:the )?(?P<two>{_CONTROL})(?: {_HEAD})? , (?:the |treatment with |therapy with )?(?P<one>{_NAME}) (?:{_HEAD} )?{_EFFECT}",
    rf"{_MORE} (?:for|in|on) (?:the )?(?P<one>{_NAME}) {_AGAINST} {_WHO}(?P<two>{_CONTROL})(?: {_HEAD})?",
    rf"in the (?P<one>{_WORD}){_ASIDE} than in the (?P<two>{_WORD}){_ASIDE}(?: {{w}})? {_HEAD}",
    rf"(?:in|during|under|on) the (?P<one>{_NAME}) {_STRETCH} (?:{{any}})?{_AGAINST} (?:(?:in|during|under|on) )?(?:the )?(?P<two>{_NAME}) {_STRETCH}",
)  # fmt: skip
_PLACEBO = r"placebo(?:-controlled)?"
_STUDIED = rf"(?:effects?|efficacy|effectiveness|safety|tolerability|benefits?|impact)(?: and {{w}})? of (?:the |oral |an? |daily |adding |single |low |high |different |various |doses? of |treatment with |supplementation with )*(?P<one>{_NAME})(?: \( [^()]* \))?(?: V| D)?(?= (?:on|in|for|as|treatment|therapy|versus|vs|compared) )"
_NUMBERED = r"group (?P<one>V|[b-z]|a(?= (?:,|\.|\)|and|was|were|had|vs|versus|than))|i+|@\S+)(?= )"
_TITLE = rf"(?P<one>{_NAME})(?: {_HEAD})?{_ASIDE} (?:versus|vs) (?:the )?(?P<two>{_NAME}){_END}"
_PLACES = re.compile(
    r"^(?:(?:t?he|an?|of|in|with|for|both|either|all|each|this|that|those|these|only|also|as|when|on|by|to|after|during|under|than|from|into|between|among|and) )+",
    re.IGNORECASE,
)
_EXPOSED = re.compile(r"-(?:treated|exposed|fed|receiving|supplemented)$")
_HOW = re.compile(r" (?!early|daily|weekly|monthly|nightly|hourly|elderly|orally)[a-z]+ly$")
# What people are, not what they were given: "treatment-naive patients".
_STATE = re.compile(
    r"\S-(?:naive|naïve|experienced|resistant|refractory|intolerant|dependent|deficient|sensitive|positive|negative)\b",
    re.IGNORECASE,
)
_TAIL = re.compile(rf"(?: (?:{_HEAD}|therapy|treatment|only|alone|did|do))+$")
_GENERIC = frozenset(
    "control controls intervention interventions experimental treatment study active comparison treated untreated usual standard"
    " trial conventional comparator exposed unexposed test trained early late delayed immediate index".split()
)
_REFUSED = frozenset(
    """the this equal men women males females boys girls baseline group groups arm arms other others same two three four first second third both
    either each one any age older younger adults children patient patients participants subjects healthy normal general population
    previous time before after pre post year years week weeks day days month months higher lower significantly significant
    difference differences more less than results all no not those them whole total respective corresponding historical expected non
    follow-up followup different various levels level changes change between-group within-group average mean median values value
    reference data hospital home placebo-controlled double-blind main entire smokers nonsmokers non-smokers responders another
    age-matched matched risk safety adverse events sub""".split()
)
_HEADS = frozenset({"group", "arm", "cohort", "no", "non", "low", "high"})
_JOINTS = frozenset({"plus", "and", "with", "without", "no", "or", "+"})
_ROLE = frozenset({"control", "comparison", "comparator"})
_CHANCE = r"randomized|randomly|randomization|random"
_NO_NOUNS = DETERMINERS | STOPS | VERBS | _REFUSED | frozenset({"into", "both", "per"})
_MOST, _FEWEST, _LONGEST, _SHORT = 4, 2, 4, 2


class Named(NamedTuple):
    """A name by which a sentence sets an arm against another, and the sentence's number."""

    words: str
    sentence: int


def arms_of_contrasts(
    rows: Iterable[tuple[int, Tape]], glossary: Glossary, lead: str
) -> tuple[ArmDraft, ...]:
    """The arms that sentences set against each other; none where they name one, or too many."""
    told = list(rows)
    pairs = [pair for number, tape in told for pair in _pairs(number, tape)]
    families = _families(
        (name for pair in pairs or _against_placebo(told) for name in pair), glossary
    )
    if not _FEWEST <= len(families) <= _MOST:
        families = _strongest(families)
    families = list(_without_strange(families, glossary))
    families = _by_role(families) or _by_code(families) or families
    if not _FEWEST <= len(families) <= _MOST and any(tape.hit(_CHANCE) for _, tape in told):
        named = _families((name for n, tape in told for name in _groups(n, tape)), glossary)
        families = _once(_without_strange(named, glossary))
    if not _FEWEST <= len(families) <= _MOST:
        return ()
    drafts = [_draft(family, glossary) for family in families]
    return tuple(with_roles(drafts, glossary, lead)) if all(map(_is_arm, drafts)) else ()


def _groups(number: int, tape: Tape) -> Iterator[Named]:
    """The names that stand right before the word for a group, each alone: "in the drops group"."""
    for place, item in enumerate(tape.items):
        first = place if item.form == "group" else 0
        while first and place - first < _LONGEST and _is_noun(tape.items[first - 1].form):
            first -= 1
        behind = tape.items[place + 1 : place + 2]
        if (
            not first < place
            or item.form != "group"
            or (behind and len(behind[0].form) == 1 and behind[0].form.isalpha())
            or (behind and behind[0].form[0] == "@")
        ):
            continue
        name = _clean(tape.words(tape.items[first:place]))
        proper = tape.words(tape.items[first : place + 1]).istitle() and place - first > 1
        if name and not proper and not tape.items[first].form.endswith("ed"):
            yield Named(name, number)


def _without_strange(families: list[list[Named]], glossary: Glossary) -> Iterator[list[Named]]:
    """The families that name no people and no disease; a role is a name of a group."""
    for family in families:
        role = set(normal(family[0].words).split()) <= _GENERIC
        if role or not is_strange(_draft(family, glossary), glossary):
            yield family


def _by_role(families: list[list[Named]]) -> list[list[Named]]:
    """The one family on trial and the one control, where two that say no more are among others."""
    roles = [each for each in families if set(normal(each[0].words).split()) <= _GENERIC]
    controls = [each for each in roles if set(normal(each[0].words).split()) & _ROLE]
    return roles if len(roles) == _FEWEST and len(controls) == 1 else []


def _by_code(families: list[list[Named]]) -> list[list[Named]]:
    """The groups that go by a code, where as many other names are theirs too: "group 1" got "tea"."""
    coded = [each for each in families if each[0].words.lower().startswith("group ")]
    return coded if _FEWEST <= len(coded) < len(families) <= 2 * len(coded) else []


def _once(told_of: Iterable[list[Named]]) -> list[list[Named]]:
    """The families without those that only say role where others say what: "control" beside "sham control"."""
    families = list(told_of)
    keys = [set(normal(family[0].words).split()) for family in families]
    told = [own for own in keys if own - _GENERIC]
    return [
        family
        for family, own in zip(families, keys, strict=True)
        if own - _GENERIC
        or not (any(own < other for other in told) or (not own & _ROLE and len(told) > 1))
    ]


def _is_noun(form: str) -> bool:
    return form[0].isalnum() and not form[0].isupper() and form not in _NO_NOUNS


def _against_placebo(told: list[tuple[int, Tape]]) -> list[tuple[Named, Named]]:
    """What a trial against placebo studied the effects of, where it names just one thing so."""
    blank = next((n for n, tape in told if tape.hit(_PLACEBO) is not None), None)
    if blank is None:
        return []
    found = [
        Named(name, n)
        for n, tape in told
        for hit in tape.hits(_STUDIED)
        if (name := _clean(hit.words("one")))
    ]
    if len({normal(each.words) for each in found}) != 1:
        return []
    return [(each, Named("placebo", blank)) for each in found]


def _pairs(number: int, tape: Tape) -> Iterator[tuple[Named, Named]]:
    line = tape.line
    if not any(
        word in line
        for word in (
            " than ",
            " compared ",
            " versus ",
            " vs ",
            " between ",
            "group",
            " arm",
            " comparison ",
            " relative ",
        )
    ):
        return
    for pattern in _PAIRS:
        for hit in tape.hits(pattern):
            one, two = (_clean(hit.words(side)) for side in ("one", "two"))
            if one and two and normal(one) != normal(two):
                yield Named(one, number), Named(two, number)
    numbered = dict.fromkeys(f"group {hit.words('one')}" for hit in tape.hits(_NUMBERED))
    if len(numbered) == _FEWEST:
        first, second = numbered
        yield Named(first, number), Named(second, number)


def _clean(words: str) -> str:
    """A name without articles and heads; nothing where it can name no arm."""
    plain = " ".join(words.split())
    for _ in range(3):
        plain = _HOW.sub("", _EXPOSED.sub("", _TAIL.sub("", _PLACES.sub("", plain))))
    tokens = plain.lower().split()
    spelled = {word.lower() for word in plain.split() if len(word) < _SHORT or not word.isupper()}
    if (
        not tokens
        or _STATE.search(plain)
        or len(tokens) > _LONGEST
        or spelled & (VERBS | _REFUSED)
        or tokens in (["high"], ["low"])
    ):
        return ""
    if any(token in STOPS - {"with", "without", "and"} for token in spelled):
        return ""
    return plain if re.search(r"[A-Za-z]{2}|^[A-Z]$", plain) else ""


def _families(told: Iterable[Named], glossary: Glossary) -> list[list[Named]]:
    """The names that mean one arm together, in the order of the text."""
    families: list[tuple[set[str], list[Named]]] = []
    for name in told:
        keys = {normal(name.words)} | set(glossary.names(name.words))
        first, _, head = normal(name.words).partition(" ")
        if " " not in head and first not in _HEADS and len(head) > _SHORT:
            keys.add(first)  # "partial dissection" is "partial", too
        known = next((family for family in families if family[0] & keys), None)
        if known is None:
            families.append((keys, [name]))
        else:
            known[0].update(keys)
            known[1].append(name)
    return _merged([names for _, names in families])


def _merged(families: list[list[Named]]) -> list[list[Named]]:
    """The families, one whose name another only says in full with it: "open repair", "open hernia repair"."""
    kept: list[list[Named]] = []
    for family in families:
        own = normal(family[0].words).split()
        known = next((k for k in kept if _is_short(own, normal(k[0].words).split())), None)
        if known is None:
            kept.append(list(family))
        else:
            known += family
    return kept


def _is_short(one: list[str], other: list[str]) -> bool:
    """Whether one of two names is the other without words from its middle."""
    short, full = sorted((one, other), key=len)
    ends = len(short) == _FEWEST < len(full) and [full[0], full[-1]] == short
    return ends and _JOINTS.isdisjoint(full)


def _strongest(families: list[list[Named]]) -> list[list[Named]]:
    """The families that are set against each other in more sentences than one."""
    counts = Counter(
        {n: len({name.sentence for name in family}) for n, family in enumerate(families)}
    )
    return [family for n, family in enumerate(families) if counts[n] > 1]


def _draft(family: list[Named], glossary: Glossary) -> ArmDraft:
    words = Counter(name.words for name in family).most_common(1)[0][0]
    draft = headed(words, None, glossary)
    generic = set(normal(words).split()) <= _GENERIC or words.lower().startswith("group ")
    return draft._replace(
        components=() if generic else draft.components,
        number=words if words.lower().startswith("group ") else None,
        sentences=tuple(sorted({name.sentence for name in family}))[:2],
    )


def _is_arm(draft: ArmDraft) -> bool:
    return not draft.components or is_named(draft)
