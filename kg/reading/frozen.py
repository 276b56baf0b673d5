"""What the rules of reading hand on: small records that are made and read by the thousand.

In: nothing. Out: :class:`Frozen`, the base of such records. A named tuple takes five times as long
to make and three times to look into; nothing here refers back, so nobody need look for cycles.
"""

from typing import Any, Self

import msgspec


class Frozen(msgspec.Struct, frozen=True, gc=False):
    """A record that never changes; of records with the same fields one is like the other."""

    def _replace(self, **fields: Any) -> Self:
        """The record with some fields set anew, as of a named tuple."""
        return msgspec.structs.replace(self, **fields)
