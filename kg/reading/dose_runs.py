"""Runs of a list of treatments that are doses, or have one: "zentarol, 5 mg daily, or 10 mg".

In: runs of items, each one of several alternatives. Out: whether a run is no more than a dose, up to
where it names what was given, and the runs each with the dose behind its comma.
"""

from kg.reading.dosage import dosage_after
from kg.reading.dose_arms import dose_of, doses_in
from kg.reading.measures import Measure
from kg.reading.phrases import depth_zero, trim
from kg.reading.tape import Item, Tape

_TELLING = frozenset(
    "in on at for to and both who which that were was during after before from by of".split()
)

_RATE = frozenset("/ per a an each day week cycle dose daily weekly once twice kg".split())
_SINCE = frozenset("from until for at on every during after starting beginning".split())


def up_to_dose(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """A run up to its dose; all up to the number of its people where it has none."""
    bare = up_to_people(run)
    end = next((n for n, item in enumerate(bare, 1) if doses_in((item,))), len(bare))
    return bare[:end]


def up_to_people(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """A run up to the number of its people."""
    end = next((n for n in range(1, len(run)) if run[n].form in {"S", "Q"}), len(run))
    return trim(run[: end - 1] if end < len(run) and run[end - 1].form == "(" else run[:end])


def is_bare_dose(run: tuple[Item, ...]) -> bool:
    """Whether a run is no more than a dose, and from when or until when it was given."""
    flat = trim(depth_zero(run))
    measure = flat[0].value if flat and flat[0].form == "V" else None
    if not isinstance(measure, Measure) or measure.unit is None:
        return False
    behind = max(dosage_after(Tape("", flat), 0).end, 1)
    rest = [item.form for item in flat[behind:]]
    return all(form in _RATE for form in rest) or rest[0] in _SINCE


def with_own(runs: list[tuple[Item, ...]]) -> list[tuple[Item, ...]]:
    """The runs, each with the dose behind its comma: "zentarol, 5 mg daily, or placebo"."""
    kept: list[tuple[Item, ...]] = []
    for run in runs:
        if kept and is_bare_dose(run) and not is_sized(kept[-1]) and is_further(kept[-1], run):
            kept[-1] = (*kept[-1], *run)
        else:
            kept.append(run)
    return kept


def is_further(run: tuple[Item, ...], dose: tuple[Item, ...]) -> bool:
    """Whether a dose says more of what is before it: of a name, or of another unit than its own dose."""
    told, further = ({item.value.unit.code for item in doses_in(each)} for each in (run, dose))
    return not told or bool(further and told.isdisjoint(further))


def is_dosed(run: tuple[Item, ...]) -> bool:
    """Whether a run has a dose, or is placebo: no more is needed to be one of several treatments."""
    dosed = any(dose_of(item) is not None for item in run)
    return dosed or bool({"placebo", "vehicle", "sham"} & {item.form for item in run})


def is_sized(run: tuple[Item, ...]) -> bool:
    """Whether a run holds a number of people."""
    return any(item.form == "S" for item in run)


def up_to_size(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """A run up to the bracket with its people, where what follows goes on to tell something else.

    "placebo (n = 31) in order to", "drops (n = 30) and 11 withdrew"; not "single-dose (n = 37) drops".
    """
    opened = 0
    for n, item in enumerate(run):
        opened = n if item.form == "(" else opened
        behind = run[n + 2 : n + 3]
        if opened and item.form == "S" and run[n + 1 : n + 2] and run[n + 1].form == ")":
            return run[:opened] if behind and behind[0].form in _TELLING else run
    return run
