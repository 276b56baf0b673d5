"""What a report says, as frozen records. No RDF here.

Everything a document states about a study is one :class:`Account`: the report itself, the
studies it tells of, the concepts they name and the passages that say it. Records point at one
another by ``key``, a short name that is unique within the account; ``kg.identifiers`` turns
keys into IRIs and ``kg.graph`` turns records into triples. The same types, written in YAML,
are the form of curated records.
"""

from kg.records.base import (
    Claim,
    Concept,
    Passage,
    Quantity,
    Record,
    TimePeriod,
    TimePoint,
)
from kg.records.bibliography import Bibliography, Section
from kg.records.decisions import ReviewDecision
from kg.records.grid import Cell, Grid
from kg.records.groups import (
    Arm,
    Criterion,
    DosingPhase,
    Intervention,
    Population,
    Subgroup,
)
from kg.records.registry import (
    Affiliation,
    Attachment,
    ComplianceNotice,
    DataSharing,
    Facility,
    Group,
    Identifier,
    Oversight,
    PublicationAgreement,
    Reference,
    RegisteredDate,
    RegisteredStudy,
    RegistryGroup,
    Sites,
    Sponsorship,
)
from kg.records.report import (
    Account,
    Document,
    Indexing,
    Notice,
    Remark,
    Report,
    Unread,
    Withdrawal,
)
from kg.records.results import (
    AdverseEventResult,
    Association,
    Change,
    Comparison,
    Conclusion,
    GroupResult,
    Number,
    Outcome,
    PValue,
    Result,
    Schedule,
    UntiedResult,
)
from kg.records.study import (
    Mentioned,
    Study,
)

__all__ = [
    "Account",
    "AdverseEventResult",
    "Affiliation",
    "Arm",
    "Association",
    "Attachment",
    "Bibliography",
    "Cell",
    "Change",
    "Claim",
    "Comparison",
    "ComplianceNotice",
    "Concept",
    "Conclusion",
    "Criterion",
    "DataSharing",
    "Document",
    "DosingPhase",
    "Facility",
    "Grid",
    "Group",
    "GroupResult",
    "Identifier",
    "Indexing",
    "Intervention",
    "Mentioned",
    "Notice",
    "Number",
    "Outcome",
    "Oversight",
    "PValue",
    "Passage",
    "Population",
    "PublicationAgreement",
    "Quantity",
    "Record",
    "Reference",
    "RegisteredDate",
    "RegisteredStudy",
    "RegistryGroup",
    "Remark",
    "Report",
    "Result",
    "ReviewDecision",
    "Schedule",
    "Section",
    "Sites",
    "Sponsorship",
    "Study",
    "Subgroup",
    "TimePeriod",
    "TimePoint",
    "Unread",
    "UntiedResult",
    "Withdrawal",
]
