"""The words around a verdict: who is compared, what is named, and where both end.

In: items of a clause. Out: the items that name what was compared. Closed lists of English and of
the language of trials; no disease and no treatment.
"""

import re

from kg.reading.phrases import VERBS
from kg.reading.subjects import Subject, subjects
from kg.reading.tape import Item, Tape

_HEAD = (
    r"(?:G|A|I|groups?|arms?|treatments?|conditions?|regimens?|interventions?|protocols?|cohorts?|doses|drugs"
    r"|controls?|placebo|methods|techniques|therapies|programs|programmes|diets|formulas|products|strategies)"
)
_RUN = r"(?:[^\s.;,]+ ){0,9}?"
GROUPS = (
    rf"(?:between|among|amongst|across) {_RUN}{_HEAD}(?: (?:and|or|versus|vs) {_RUN}{_HEAD})?(?: (?:and|or) {_HEAD})?(?: groups?| arms?)?"
    rf"|(?:in|for|within|of|with|by) (?:the |both |either |all |each |any )*{_HEAD}(?: and {_HEAD})?"
    rf"|(?:compared|when compared) (?:with|to) {_RUN}{_HEAD}|(?:versus|vs) {_HEAD}"
)
"""A wording for the groups that are compared."""
WITHIN = (
    r"between (?:the )?(?:T|baseline|visits|time|men|women|males?|females?|boys|girls|sexes|genders|sites|cent(?:er|re)s|countries"
    r"|pre\S*|before|first|ages?|ethnic|races|days|weeks|months|assessors|observers|raters|sides|eyes)(?= )"
    r"|(?:within(?! D| T| V| the first)|from T|over time|compared (?:with|to) T|from baseline|intragroup|within-group"
    r"|by (?:sex|gender|age|race)|interactions?)"
)
"""A wording for another comparison than that of groups."""
_FOUND = (
    r"(?:(?:was|were|could be|has been|have been) (?:not )?(?:{w} )??(?:seen|observed|found|noted|detected|apparent|evident|present|reported"
    r"|demonstrated|identified|recorded|shown|documented))"
)
FOUND = _FOUND
_UPON = r"(?:in terms of|with (?:respect|regard|regards) to|in regard to|regarding|concerning|as regards|as to|on measures of|in measures of|in|for|on|of|according to|to)"
_ENDS = (
    r"(?:that|when|which|who|whose|where|because|since|if|as|than|from|at|during|over|after|following|throughout|until|before|by|using"
    r"|compared|versus|vs|except|besides|other|apart|between|among|amongst|across|within|was|were|is|are|had|has|have|could|did|there"
    r"|without|under|despite|per|and (?:there|no|it|these|this|that|neither)|, and (?:there|no)|, (?:with|nor|which|suggesting|indicating))"
)
_OPENING = frozenset(
    ", at T by in the D after and but however neither either nor moreover furthermore additionally also finally similarly"
    " overall further secondly likewise interestingly importantly a an that or both".split()
)
_PRONOUNS = frozenset("it they this these those there which that who we".split())
_ARMS = re.compile(
    r" (?:(?:in|for|with|of|by|among|between|to|on) )?(?:(?:the|both|either|all|each) )*(?:G|A|I)(?= )"
)


_NAMED_BEHIND = (
    rf"(?:(?:{GROUPS}|{_FOUND}|(?:at|after|during|over|from|within) (?:the )?(?:end|{{w}})?(?: of)? ?(?:T|D|B)|as|,|{{w}}ly|{{w}}ly and {{w}}ly|either|also|the|overall) ){{0,6}}?"
    rf"{_UPON} (?!(?:the |both |all )*(?:G|groups) )(?P<what>\S.*?)(?= (?:{GROUPS}|{_FOUND}|{_ENDS}) | $)"
)


def tail(items: tuple[Item, ...], tape: Tape) -> tuple[Item, ...]:
    """What is named behind a verdict: "(between the groups) in pain and sleep (at a year)"."""
    rest = Tape(tape.text, items)
    hit = rest.hit(_NAMED_BEHIND)
    if hit is None or hit.first > 0:
        return ()
    return hit.items("what")


def subject_of(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """What stands before a predicate and is its subject, without what came before it."""
    that = max((n + 1 for n, item in enumerate(items) if item.form == "that"), default=0)
    items = items[that:]
    verbs = [n for n, item in enumerate(items) if item.form in VERBS]
    kept = items
    if verbs:
        rest = items[verbs[-1] + 1 :]
        cut = next((n for n, item in enumerate(rest) if item.form in {",", "and"}), None)
        if cut is None:
            return ()
        kept = rest[cut + 1 :]
    return unopened(_behind_reference(kept))


def _behind_reference(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """What stands behind whom something else was set against: "(more loss) than with X and pain"."""
    against = max((n for n, item in enumerate(items) if item.form in _AGAINST), default=0)
    cut = next((n for n in range(against, len(items)) if items[n].form in {",", "and"}), None)
    return items[cut + 1 :] if against and cut is not None else items


_AGAINST = frozenset({"than", "versus", "vs", "compared"})


def unopened(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The run behind an opening such as "after T ," or "however ,"."""
    while items and items[0].form == ",":
        items = items[1:]
    for place, item in enumerate(items):
        if item.form == ",":
            opening = items[:place]
            if opening and (
                all(item.form in _ROLE for item in opening)
                or opening[0].form in _ADVERBIAL
                or (len(opening) == 1 and opening[0].form.endswith("ly"))
            ):
                return unopened(items[place + 1 :])
            break
    start = 0
    while start < len(items) and (items[start].form in _OPENING):
        start += 1
    return items[start:]


# "The primary outcome, pain at a year, did not differ": what stands behind the comma is meant.
_ROLE = frozenset(
    "the our primary secondary main co-primary outcome endpoint end-point end point measure efficacy study".split()
)
_ADVERBIAL = frozenset(
    "at after during over in on by for with within following compared overall however moreover furthermore additionally"
    " throughout from among before finally similarly thus T D B when as regarding although secondly also interestingly".split()
)


def topic_of(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """What a clause is about: what stands before its first verb."""
    kept = unopened(items)
    verb = next((n for n, item in enumerate(kept) if item.form in VERBS), 0)
    if not verb or kept[0].form == "there" or not _intransitive(kept[verb:]):
        return ()
    if any(item.form in {"A", "G"} for item in kept[:2]):
        gained = next(
            (n for n, item in enumerate(kept) if n > verb and item.form in {"in", "of"}), 0
        )
        return kept[gained + 1 :] if gained and kept[gained - 1].form in _GAINS else ()
    return kept[:verb]


def _intransitive(items: tuple[Item, ...]) -> bool:
    """Whether the verb that opens a run leaves its subject to be what is measured."""
    behind = items[1].form if len(items) > 1 else "in"
    return items[0].form in _STATES or behind in _BEHIND or behind.endswith("ly")


_GAINS = frozenset(
    "improvement improvements increase increases decrease decreases reduction reductions change changes".split()
)
_STATES = frozenset("was were is are remained differed".split())
_BEHIND = frozenset(
    "in from by after with between at to on during over for and , more less P G".split()
)


def named(tape: Tape, items: tuple[Item, ...]) -> tuple[Subject, ...]:
    """The things that a run of items names; nothing where it names arms or refers back."""
    if not items or items[0].form in _PRONOUNS:
        return ()
    line = " " + " ".join(item.form for item in items) + " "
    match = _ARMS.search(line)
    if match:
        if not match.start():
            return ()
        items = items[: len(line[: match.start()].split())]
    return tuple(each for each in subjects(tape, items) if not names_nothing(each))


_WORDS = re.compile(r"[\w-]+")


def names_nothing(subject: Subject) -> bool:
    """Whether words name no outcome: a treatment as such, groups, patients, or what was measured.

    >>> from kg.reading.subjects import called
    >>> names_nothing(called("secondary outcomes", ())), names_nothing(called("pain scores", ()))
    (True, False)
    """
    words = _WORDS.findall(subject.words.lower())
    dull = all(word in _DULL or word.endswith("ly") for word in words)
    return dull or words[0] in _QUALITIES or not _COMPARED.isdisjoint(words)


_QUALITIES = frozenset(
    "effective efficacious safe comfortable tolerable beneficial superior".split()
)
# What is named beside these is told of by another predicate: "rapid recovery and used less drug".
_COMPARED = frozenset({"less", "more", "fewer", "greater", "significantly"})
_DULL = frozenset(
    "use administration addition dose doses dose-for-dose dose-dependently often extent degree treatment treatments therapy group groups intervention interventions arm arms outcome outcomes measure measures patients patient"
    " participants subjects study other variables parameters primary secondary endpoint endpoints end points point results value values"
    " score scores difference differences effect effects the of in all any both these statements items variable parameter respect regard"
    " figure figures finding findings data comparison comparisons rate rates number mean efficacy placebo control drug drugs individuals women men children statistically significant significantly"
    " improvement improvements reduction reductions increase decrease change changes people extent degree better clinical and or percent".split()
)
