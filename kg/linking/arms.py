"""Which arms of two reports are one: by what they are given and how much, their part, their size.

In: the arms of the trial's own account and of another report. Out: pairs of arms with what speaks
for each; an arm that could be two is neither. Sizes that differ do not part two arms: it is the
reports that disagree.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from kg.codes import Likeness
from kg.linking import wording
from kg.linking.concepts import lexicon
from kg.records import Arm, Intervention, Record

Dose = tuple[Decimal, str]

_DOSE: Final = re.compile(
    r"(?<![\w.])(\d+(?:[.,]\d+)*)\s?(mg|g|µg|μg|mcg|ug|ng|ml|IU|MIU|MU|units?|%|Gy|ppm|mmol)\b",
    re.IGNORECASE,
)
_SAME_UNIT: Final = {
    "μg": "ug",
    "µg": "ug",
    "mcg": "ug",
    "unit": "iu",
    "units": "iu",
    "m[iu]": "miu",
}
_WITHOUT: Final = frozenset({"background"})
_NOTHING: Final = frozenset({"placebo", "noTreatment"})


class ArmMatch(Record, frozen=True, kw_only=True):
    """An arm of another report (by its number) that is the trial's own, and what speaks for it."""

    own: int
    other: int
    evidence: tuple[Likeness, ...]


class _Profile(NamedTuple):
    """What an arm can be told by; ``renamed`` where it is given what another report calls else."""

    arm: Arm
    names: frozenset[str]
    given: frozenset[str]
    doses: frozenset[Dose]
    control: bool
    renamed: bool = False


def match_arms(own: Sequence[Arm], other: Sequence[Arm]) -> tuple[ArmMatch, ...]:
    """The arms of the other report that are, without doubt, arms of the trial's own."""
    ours, theirs = _one_name(_profiles(own), _profiles(other))
    likeness = {
        (i, j): shared
        for j, a in theirs.items()
        for i, b in ours.items()
        if (shared := _likeness(a, b)) is not None
    }
    pairs = dict(_mutual(likeness))
    left = _left(ours, theirs, pairs)
    found = {**pairs, **left}
    return tuple(ArmMatch(own=i, other=j, evidence=found[i, j]) for i, j in sorted(found))


# --- Profiles -----------------------------------------------------------------------------------


def _profiles(arms: Sequence[Arm]) -> dict[int, _Profile]:
    """The arms by number; what all are given tells none from another."""
    given = [_given(arm) for arm in arms]
    common = frozenset.intersection(*given) if len(given) > 1 else frozenset[str]()
    if any(some == common for some in given) and not any(map(_control, arms)):
        common = frozenset()
    doses = [frozenset(_doses(arm)) for arm in arms]
    shared = frozenset.intersection(*doses) if len(doses) > 1 else frozenset[Dose]()
    names = [frozenset(_names(arm)) for arm in arms]
    own = [some - frozenset().union(*(n for n in names if n is not some)) for some in names]
    return {
        number: _Profile(arm, called, what - common, much - shared, _control(arm))
        for number, (arm, called, what, much) in enumerate(
            zip(arms, own, given, doses, strict=True), start=1
        )
    }


def _names(arm: Arm) -> Iterator[str]:
    """What an arm is called: its label, and the one thing that it is given."""
    tested = [each.label for each in arm.receives if each.label and each.role not in _WITHOUT]
    for label in (arm.label, tested[0] if len(tested) == 1 else None):
        if label and (key := wording.key(label)):
            yield key


def _one_name(
    ours: dict[int, _Profile], theirs: dict[int, _Profile]
) -> tuple[dict[int, _Profile], dict[int, _Profile]]:
    """The profiles, with one name for what one report alone calls so and the other alone else.

    A drug has a code before it has a name: where each report tests one thing that the other does
    not name, and nobody knows the two apart, they are one thing.
    """
    mine, yours = _tested(ours), _tested(theirs)
    only = {a for a in mine if not any(_fits(a, b) for b in yours)}
    else_ = {b for b in yours if not any(_fits(a, b) for a in mine)}
    if len(only) != 1 or len(else_) != 1:
        return ours, theirs
    code, name = min(only), min(else_)
    if lexicon().concept(code) is not None and lexicon().concept(name) is not None:
        return ours, theirs
    renamed = {
        number: each._replace(given=each.given - {name} | {code}, renamed=True)
        if name in each.given
        else each
        for number, each in theirs.items()
    }
    return ours, renamed


def _tested(profiles: Mapping[int, _Profile]) -> frozenset[str]:
    """What any arm is given beside what all are."""
    return frozenset().union(*(each.given for each in profiles.values()))


def _given(arm: Arm) -> frozenset[str]:
    """What an arm is given beside the background, which not every report tells."""
    return frozenset(
        received.substance
        for received in arm.receives
        if received.substance and received.role not in _WITHOUT | _NOTHING
    )


def _control(arm: Arm) -> bool:
    return arm.role == "controlRole"


def _doses(arm: Arm) -> Iterator[Dose]:
    phases = (phase for received in arm.receives for phase in received.phases)
    for phase in phases:
        if phase.dose is not None and phase.dose.value is not None:
            yield phase.dose.value.normalize(), _unit(phase.dose.unit)
    for words in (arm.label or "", *_labels(arm.receives)):
        for match in _DOSE.finditer(words):
            yield Decimal(match[1].replace(",", "")).normalize(), _unit(match[2])


def _labels(received: Iterable[Intervention]) -> Iterator[str]:
    return (each.label for each in received if each.label)


def _unit(written: str) -> str:
    plain = written.lower()
    return _SAME_UNIT.get(plain, plain)


# --- Likeness -----------------------------------------------------------------------------------


def _likeness(one: _Profile, other: _Profile) -> tuple[Likeness, ...] | None:
    """What speaks for two arms being one, or nothing where something speaks against it."""
    called = bool(one.names & other.names)
    doses = one.doses & other.doses if one.doses and other.doses else None
    if _opposed(one, other) and not called:
        return None
    if _given_other(one, other) or doses == frozenset():
        return None
    found: list[Likeness] = []
    if _same_given(one, other):
        found.append("onlyOneLeft" if one.renamed or other.renamed else "sameIntervention")
    elif one.given and other.given and not called:
        return None
    if one.doses and one.doses == other.doses:
        found.append("sameDose")
    if called:
        found.append("likeLabels")
    if one.arm.role and one.arm.role == other.arm.role:
        found.append("matchingRole")
    if one.arm.size is not None and one.arm.size == other.arm.size:
        found.append("likeSizes")
    return tuple(found)


def _opposed(one: _Profile, other: _Profile) -> bool:
    """Whether the parts exclude one another: one is given nothing to test, the other something."""
    roles = {one.arm.role, other.arm.role}
    if None in roles or len(roles) == 1:
        return _kinds(one) != _kinds(other) and None not in {_kinds(one), _kinds(other)}
    return True


def _kinds(each: _Profile) -> str | None:
    """Whether an arm is given a placebo, or nothing: these are two kinds of control."""
    roles = {received.role for received in each.arm.receives}
    if each.given:
        return None
    if "placebo" in roles or each.arm.type == "placeboComparator":
        return "placebo"
    return "noTreatment" if "noTreatment" in roles or each.arm.type == "noIntervention" else None


def _same_given(one: _Profile, other: _Profile) -> bool:
    """Whether two arms are given the same; controls that are given nothing of their own are."""
    if not one.given and not other.given:
        return one.control and other.control
    return all(any(_fits(a, b) for b in other.given) for a in one.given) and all(
        any(_fits(a, b) for a in one.given) for b in other.given
    )


def _given_other(one: _Profile, other: _Profile) -> bool:
    """Whether both are given what is known, and it is not the same."""
    known = all(lexicon().concept(each) is not None for each in one.given | other.given)
    return bool(one.given and other.given) and known and not _same_given(one, other)


def _fits(one: str, other: str) -> bool:
    """Whether two names may be of one thing: a preparation, or a name with more beside it."""
    known = lexicon()
    if one == other or one in known.broader(other) or other in known.broader(one):
        return True
    if known.concept(one) is not None and known.concept(other) is not None:
        return False
    ours, theirs = set(one.split("-")), set(other.split("-"))
    return ours <= theirs or theirs <= ours


# --- Pairs --------------------------------------------------------------------------------------

_WEIGHT: Final[Mapping[Likeness, int]] = {
    "sameIntervention": 8,
    "sameDose": 6,
    "likeLabels": 7,
    "onlyOneLeft": 4,
    "likeSizes": 3,
    "matchingRole": 1,
}
_ENOUGH: Final = 4
"""Less than this is a role alone, or a size alone: many arms share those."""

Pairs = Mapping[tuple[int, int], tuple[Likeness, ...]]


def _mutual(
    likeness: Pairs,
) -> Iterator[tuple[tuple[int, int], tuple[Likeness, ...]]]:
    """The pairs in which each arm is the other's best, with no second as good."""
    weight = {pair: sum(_WEIGHT[each] for each in found) for pair, found in likeness.items()}
    for (i, j), found in sorted(likeness.items()):
        mine = weight[i, j]
        rivals = [w for (a, b), w in weight.items() if (a == i) != (b == j)]
        if mine >= _ENOUGH and all(mine > rival for rival in rivals):
            yield (i, j), found


def _left(
    ours: Mapping[int, _Profile], theirs: Mapping[int, _Profile], pairs: Pairs
) -> dict[tuple[int, int], tuple[Likeness, ...]]:
    """The one arm of each report that is left, where nothing speaks against it."""
    mine = set(ours) - {i for i, _ in pairs}
    yours = set(theirs) - {j for _, j in pairs}
    if not pairs or len(mine) != 1 or len(yours) != 1:
        return {}
    i, j = mine.pop(), yours.pop()
    found = _likeness(theirs[j], ours[i])
    return {} if found is None else {(i, j): tuple(dict.fromkeys((*found, "onlyOneLeft")))}
