"""How sure an extractor is: never surer than it was right where somebody counted.

In: the name of an extractor, and the table that ``KG_EXTRACTOR_COUNTS`` names. Out: the confidence
and the status of its claims. One that nobody counted only suggests, with no confidence at all.
"""

import csv
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from kg.codes import ClaimStatus
from kg.errors import InputError
from kg.reading.offers.asking import counts
from kg.reading.trust import ENOUGH

COLUMNS: Final = ("extractor", "judged", "right", "at_least")
_PLACES: Final = Decimal("0.01")


class Trust(NamedTuple):
    """How far an extractor is to be trusted: its precision as counted, and whether it asserts."""

    confidence: Decimal = Decimal(0)
    status: ClaimStatus = "suggested"

    def at_most(self, stated: Decimal | None) -> Decimal:
        """What the extractor says of itself, as far as it was counted.

        >>> Trust(Decimal("0.9")).at_most(Decimal("0.99")), Trust().at_most(Decimal(1))
        (Decimal('0.9'), Decimal('0'))
        """
        return self.confidence if stated is None else max(Decimal(0), min(stated, self.confidence))


def trust(name: str) -> Trust:
    """What was counted of an extractor; without a count it is trusted with nothing.

    *Errors*: ``InputError`` for a table that is none.
    """
    path = counts()
    return Trust() if path is None else _read(path).get(name, Trust())


@lru_cache(maxsize=4)
def _read(path: Path) -> dict[str, Trust]:
    try:
        rows = list(csv.DictReader(path.read_text("utf-8").splitlines(), delimiter="\t"))
        return {row["extractor"]: _of_row(row) for row in rows}
    except (
        OSError,
        UnicodeDecodeError,
        KeyError,
        TypeError,
        ValueError,
        InvalidOperation,
    ) as error:
        raise InputError(
            "the counts of extractors cannot be read",
            where=str(path),
            got=f"{type(error).__name__}: {error}",
            expected=f"columns {', '.join(COLUMNS)}, with tabs between them",
            outcome="Nothing was read.",
        ) from error


def _of_row(row: dict[str, str]) -> Trust:
    judged, right = int(row["judged"]), int(row["right"])
    least = Decimal(row["at_least"])
    if not 0 <= right <= judged or not 0 <= least * judged <= right:
        raise ValueError(f"{right} of {judged} right, at least {least}")
    if not judged:
        return Trust()
    share = (Decimal(right) / judged).quantize(_PLACES)
    return Trust(share, "asserted" if least >= ENOUGH else "suggested")
