"""What a person decided about claims that were read, as records.

In: the common records. Out: decisions, each with the words that it was taken about.
"""

from kg.codes import Decision, DispersionType, Statistic
from kg.records.base import Record, TimePeriod, TimePoint


class ReviewDecision(Record, frozen=True, kw_only=True):
    """What a person decided about one claim, disagreement or tie.

    ``claim`` is its IRI, ``exact`` the words that state it and ``states`` what it said in one line:
    where either is another by now, the decision says nothing. The other fields make an accepted
    suggestion whole; groups are named as in the report of the claim (``arm-1``).
    """

    key: str = ""
    claim: str
    exact: str | None = None
    states: str | None = None
    decision: Decision
    author: str | None = None
    note: str | None = None
    group: str | None = None
    experimental_group: str | None = None
    reference_group: str | None = None
    measurand: str | None = None
    outcome: str | None = None
    time: TimePoint | None = None
    over: TimePeriod | None = None
    statistic: Statistic | None = None
    dispersion_type: DispersionType | None = None

    @property
    def groups(self) -> tuple[str, ...]:
        """The groups that it names."""
        named = (self.group, self.experimental_group, self.reference_group)
        return tuple(filter(None, named))

    @property
    def completes(self) -> bool:
        """Whether it says anything that the claim does not."""
        what = (self.measurand, self.outcome, self.statistic, self.dispersion_type)
        when = (self.time, self.over)
        return bool(self.groups) or any(each is not None for each in (*what, *when))
