"""What a query compares, as far as it is certain that a row fails it.

In: the expression of a filter. Out: a condition that a row may meet or certainly does not. Of two
numbers it is known which is greater, of two IRIs whether they are one; what else is said is taken
to be met.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from operator import eq, ge, gt, itemgetter, le, lt, ne
from typing import Final, NamedTuple

from kg.namespaces import XSD
from kg.terms import Literal, Term
from kg.validation.suspicion.tokens import Refused, Tokens, Var

Row = tuple[Term, ...]
Holds = Callable[[Row], bool]
Operand = Var | Term

_COMPARED: Final[Mapping[str, Callable[..., bool]]] = {
    "=": eq, "!=": ne, "<": lt, "<=": le, ">": gt, ">=": ge,
}  # fmt: skip
_SAME: Final = frozenset({"=", "!="})
_MORE: Final = frozenset("+-*/")
_NUMBERS: Final = frozenset({XSD.decimal, XSD.integer})


class Compared(NamedTuple):
    """One term against another."""

    sign: str
    first: Operand
    second: Operand

    @property
    def variables(self) -> frozenset[Var]:
        """The variables in it."""
        return frozenset(each for each in self[1:] if isinstance(each, Var))

    @property
    def apart(self) -> tuple["Condition", ...]:
        """What all has to be met, one by one."""
        return (self,)

    def renamed(self, name: Callable[[Var], Var]) -> "Compared":
        """The same with other names."""
        first, second = (name(o) if isinstance(o, Var) else o for o in self[1:])
        return Compared(self.sign, first, second)

    def holds(self, places: Mapping[Var, int]) -> Holds:
        """Whether a row may meet it, for all that is known of its variables."""
        sign = self.sign
        if not self.variables.issubset(places):
            return lambda _: True
        one, other = (_getter(operand, places) for operand in self[1:])
        if sign not in _SAME:
            return lambda row: may(sign, one(row), other(row))
        same = _COMPARED[sign]

        def holds(row: Row) -> bool:
            # As may() would: most that is asked to be one, or another, are IRIs.
            term = one(row)
            return same(term, other(row)) if isinstance(term, str) else may(sign, term, other(row))

        return holds


class Joined(NamedTuple):
    """All of these, or any of them."""

    all: bool
    parts: tuple["Condition", ...]

    @property
    def variables(self) -> frozenset[Var]:
        """The variables in it."""
        return frozenset[Var]().union(*(part.variables for part in self.parts))

    @property
    def apart(self) -> tuple["Condition", ...]:
        """What all has to be met, one by one."""
        return tuple(each for part in self.parts for each in part.apart) if self.all else (self,)

    def renamed(self, name: Callable[[Var], Var]) -> "Joined":
        """The same with other names."""
        return Joined(self.all, tuple(part.renamed(name) for part in self.parts))

    def holds(self, places: Mapping[Var, int]) -> Holds:
        """Whether a row may meet it."""
        asked = [part.holds(places) for part in self.parts]
        if self.all:
            return lambda row: all(each(row) for each in asked)
        return lambda row: any(each(row) for each in asked)


Condition = Compared | Joined


def _getter(operand: Operand, places: Mapping[Var, int]) -> Callable[[Row], Term]:
    return itemgetter(places[operand]) if isinstance(operand, Var) else lambda _: operand


def may(sign: str, one: Term, other: Term) -> bool:
    """Whether two terms may compare so; only what is certain is denied.

    >>> may(">", Literal("2", XSD.integer), Literal("10.0", XSD.decimal))
    False
    """
    if isinstance(one, str) and isinstance(other, str):
        return sign not in {"=", "!="} or _COMPARED[sign](one, other)
    if isinstance(one, str) or isinstance(other, str):
        return sign != "="
    numbers = number(one), number(other)
    return None in numbers or _COMPARED[sign](*numbers)


@lru_cache(maxsize=1 << 14)
def number(literal: Literal) -> Decimal | None:
    """The number that a literal is, where it is an exact one."""
    if literal.datatype not in _NUMBERS:
        return None
    try:
        found = Decimal(literal.lexical)
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


class Expressions:
    """The expression that comes in some tokens; what is not known is read and is nothing."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens

    def bracketed(self) -> Condition | None:
        """The condition of a filter: in brackets, or the call of a function."""
        if self._tokens.next != "(":
            self._value()
            return None
        self._tokens.need("(")
        found = self._condition()
        self._tokens.need(")")
        return found if isinstance(found, Compared | Joined) else None

    def _condition(self) -> "_Read":
        return self._joined("||", self._conjunction, every=False)

    def _conjunction(self) -> "_Read":
        return self._joined("&&", self._relation, every=True)

    def _joined(self, sign: str, part: Callable[[], "_Read"], *, every: bool) -> "_Read":
        parts = [part()]
        while self._tokens.take(sign):
            parts.append(part())
        if len(parts) == 1:
            return parts[0]
        known = tuple(each for each in parts if isinstance(each, Compared | Joined))
        # Any of several may be met by the one that is not known; of all, the others still count.
        return (
            Joined(all=every, parts=known)
            if known and (every or len(known) == len(parts))
            else None
        )

    def _relation(self) -> "_Read":
        tokens, first = self._tokens, self._sum()
        if tokens.next in _COMPARED:
            sign, second = tokens.take_any(), self._sum()
            if isinstance(first, str | Literal) and isinstance(second, str | Literal):
                return Compared(sign, first, second)
            return None
        if tokens.take("NOT"):
            tokens.need("IN")
            tokens.skip("(", ")")
            return None
        if tokens.take("IN"):
            return self._among(first)
        return first

    def _among(self, first: "_Read") -> Condition | None:
        tokens = self._tokens
        tokens.need("(")
        given = [self._condition()]
        while tokens.take(","):
            given.append(self._condition())
        tokens.need(")")
        terms = [each for each in given if isinstance(each, str | Literal)]
        if not isinstance(first, str | Literal) or len(terms) < len(given):
            return None
        return Joined(all=False, parts=tuple(Compared("=", first, term) for term in terms))

    def _sum(self) -> "_Read":
        found = self._value()
        while self._tokens.next in _MORE:
            self._tokens.take_any()
            self._value()
            found = None
        return found

    def _value(self) -> "_Read":
        tokens = self._tokens
        came = tokens.take_any()
        if came in {"!", "-", "+"}:
            self._value()
            return None
        if came == "(":
            found = self._condition()
            tokens.need(")")
            return found
        if came.startswith("?"):
            return Var(came)
        if came[0].isdecimal():
            return Literal(came, XSD.decimal)
        iri = tokens.iri(came)
        if iri is None and tokens.next == "(":
            tokens.skip("(", ")")
        elif came in {"EXISTS", "NOT"}:
            raise Refused(f"{came} in an expression")
        return iri


_Read = Condition | Operand | None
