"""Units: how reports write them, what they convert to, and what a measurand can plausibly be.

In: written units, values, slugs of measurands. Out: UCUM codes, exact decimals, verdicts; nothing
where the tables of ``kg/data`` do not know. Both tables can be edited (``docs/measurands.md``).
"""

from kg.units.measurands import (
    canonical,
    in_canonical,
    meant,
    measurands,
    plausible,
    read_measurands,
)
from kg.units.spelling import comparable, convert, match_unit, table, ucum

__all__ = [
    "canonical",
    "comparable",
    "convert",
    "in_canonical",
    "match_unit",
    "meant",
    "measurands",
    "plausible",
    "read_measurands",
    "table",
    "ucum",
]
