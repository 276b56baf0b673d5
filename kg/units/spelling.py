"""Written units as UCUM codes, and exact conversion between units of one dimension.

In: the unit as a report spells it ("cells per cubic millimeter", "mg·kg⁻¹"). Out: its UCUM code
and where it ends; nothing where the table ``kg/data/units.tsv`` does not know it.

*Source*: The Unified Code for Units of Measure, https://ucum.org/ucum
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from itertools import islice, takewhile

import msgspec

from kg import data

_TOKEN = re.compile(
    r"""
    (?P<power> 10 (?: \s?(?:\^|\*{1,2})\s?\d{1,2} | \(\d{1,2}\) | [⁰¹²³⁴-⁹]{1,2} ) )
  | (?P<log> log [\s_]? (?: 10 | \(10\) | ₁₀ ) (?!\d) )
  | (?P<dotted> (?<![^\W\d_]) [A-Za-z] (?:\.[A-Za-z](?![^\W\d_]|[-−⁻]\d))+ \.? )
  | (?P<word> (?:(?<=\d)_)? (?:(?![ºª])[^\W\d_])+
        (?: (?:\^|\*\*)? \(?[-−–⁻]?[1235¹²³⁵]\)? (?![^\W_]) )? )
  | (?P<digits> \d{1,3}(?:[,\s]\d{3})+ | \d+ )
  | (?P<sign> [%‰/∕⁄°º+℃℉] )
  | (?P<dot> [.·⋅∙‧] (?=[^\W_]) )
  | (?P<times> [×*] )
  | (?P<hyphen> [-‐‑] (?=[^\W\d_]) )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SAME = {"∕": "/", "⁄": "/", "×": "x", "*": "x", "−": "-", "–": "-", "⁻": "-", "µ": "μ"}
# What may follow a unit after a slash without changing what the unit is: "mg/day", "mg/dose".
_FOLLOWERS = (
    r"(?:d|days?|wks?|weeks?|mo|months?|h|hr|hours?|doses?|cycles?|injections?|infusions?|arms?"
    r"|eyes?|fx|fractions?|sessions?|visits?|servings?|tablets?|treatments?|patients?|persons?|subjects?)\b"
)
_INVERSE = re.compile(r"([^\W\d_]+)-([123])")
_COUNTED = ("cells/", "copies/")
_MOST_TOKENS = 16  # no unit has more, so that the rest of a long text need not be looked at
_OPEN_SLASH = re.compile(rf"\s?/\s?(?!{_FOLLOWERS})[^\W\d_]", re.IGNORECASE)
# A rate that goes on with a number is cut there: "mL/min" of "mL/min/1.73 ft2".
_OPEN_RATE = re.compile(rf"\)?\s?(?:[/*·⋅∙]|per\b)\s?(?!\d+[\s-]?{_FOLLOWERS})\d", re.IGNORECASE)


class _Token(msgspec.Struct, frozen=True, gc=False):
    exact: str
    folded: str
    end: int


@dataclass(frozen=True)
class Unit:
    """One line of the table: code, dimension, size there, QUDT's name, how reports write it."""

    code: str
    dimension: str
    factor: Fraction
    alone: bool
    built: bool
    qudt: str | None
    written: tuple[tuple[str, ...], ...]


@dataclass
class _Node:
    """A place in a tree of spellings: where each token leads, and the unit that ends here."""

    after: dict[str, "_Node"] = field(default_factory=dict)
    code: str | None = None


def _tokens(text: str, start: int = 0) -> Iterator[_Token]:
    """The tokens of a unit from *start*, as long as they can belong to one."""
    end = start
    while match := _TOKEN.match(text, _past_space(text, end)):
        end = match.end()
        if match.lastgroup == "hyphen":
            continue
        exact = _spelling(match[0], match.lastgroup)
        yield _Token(exact, exact.casefold(), end)


def _past_space(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace() and text[at] != "\n":
        at += 1
    return at


@lru_cache(maxsize=1 << 10)
def _spelling(token: str, kind: str | None) -> str:
    if kind == "dot":
        return "."
    if kind == "word" and token.isascii() and token.isalnum():
        return token
    token = token.replace("**", "^")
    plain = unicodedata.normalize("NFKC", "".join(_SAME.get(c, c) for c in token))
    plain = plain.replace("−", "-")
    if kind == "power":
        return "10^" + re.sub(r"\D", "", plain[2:])
    return re.sub(r"[\^()._,\s]", "", plain)


@cache
def table() -> dict[str, Unit]:
    """Every unit of ``kg/data/units.tsv`` by its UCUM code."""
    units: dict[str, Unit] = {}
    for row in data.table("units.tsv"):
        code, built = row["ucum"], not row["dimension"]
        dimension, factor = row["dimension"], Fraction(row["factor"] or 1)
        if built:
            dimension, factor = _size(code, units)
        spelled = tuple(map(_steps, filter(None, row["written"].split("|"))))
        qudt = row["qudt"] or None
        units[code] = Unit(code, dimension, factor, row["alone"] == "yes", built, qudt, spelled)
    return units


def _size(code: str, units: dict[str, Unit]) -> tuple[str, Fraction]:
    """The dimension and factor of a built unit such as mg/dL, from the lines of its parts."""
    top, *below = code.split("/")
    dimension, factor = _top(top, units) if top else ("cells", Fraction(1))
    for part in below:
        factor /= units[part].factor
    return "/".join([dimension, *sorted(units[part].dimension for part in below)]), factor


def _top(code: str, units: dict[str, Unit]) -> tuple[str, Fraction]:
    """The dimension and factor of what a built unit divides: one part, or a product of two."""
    if code in units:
        return units[code].dimension, units[code].factor
    one, _, other = code.partition(".")
    first, second = units[one], units[other]
    return f"{first.dimension}.{second.dimension}", first.factor * second.factor


def _steps(spelling: str) -> tuple[str, ...]:
    """The steps that a spelling takes through a tree: folded, or exact where it starts with =."""
    if spelling.startswith("="):
        return tuple("=" + token.exact for token in _tokens(spelling[1:]))
    return tuple(token.folded for token in _tokens(spelling))


def _tree(units: Iterable[Unit]) -> _Node:
    root = _Node()
    for unit in units:
        for steps in unit.written:
            node = root
            for step in steps:
                node = node.after.setdefault(step, _Node())
            node.code = node.code or unit.code
    return root


@cache
def _whole() -> _Node:
    """The spellings that are a unit by themselves."""
    return _tree(unit for unit in table().values() if unit.alone)


@cache
def _parts() -> _Node:
    """The spellings that a built unit may be made of."""
    return _tree(unit for unit in table().values() if not unit.built)


@cache
def _stems() -> frozenset[str]:
    """What built units begin with: "mL", "mL/min" and "mL/min/kg" for the last."""
    codes = (unit.code.split("/") for unit in table().values() if unit.built)
    return frozenset("/".join(code[:n]) for code in codes for n in range(1, len(code) + 1))


def match_unit(text: str, start: int = 0) -> tuple[str, int] | None:
    """The UCUM code of the longest unit that stands at *start*, and where it ends; else nothing.

    A time after a dose is not part of its unit ("mg/day" ends after "mg"); a further
    denominator that the table does not know makes the whole unit unknown.

    >>> match_unit("428 cells per cubic millimeter at base line", 4)
    ('{cells}/mm3', 30)
    >>> match_unit("18 million i.u. per day", 3), match_unit("5 mg/kg⁻² x", 2)
    (('M[IU]', 15), None)
    """
    rest = _tokens(text, start)
    opening = next(rest, None)
    if opening is None or not _opens(opening):
        return None
    tokens = [opening, *takewhile(_goes_on, islice(rest, _MOST_TOKENS - 1))]
    found = _longest(tuple(token.exact for token in tokens))
    if found is None:
        return None
    code, last = found
    end = tokens[last - 1].end
    joined = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    cut = _OPEN_SLASH.match(text, end) or ("/" in code and _OPEN_RATE.match(text, end))
    return None if joined or cut else (code, end)


@lru_cache(maxsize=1 << 12)  # of the numbers of all reports most have one of few units
def _longest(spelled: tuple[str, ...]) -> tuple[str, int] | None:
    """The code of the longest unit that tokens begin with, and how many of them it takes."""
    tokens = [_Token(exact, exact.casefold(), 0) for exact in spelled]
    readings = [*_found(_whole(), tokens, 0), *_built(tokens)]
    return max(readings, key=lambda reading: reading[1], default=None)


@cache
def _openers() -> frozenset[str]:
    """The tokens that a unit may begin with."""
    return frozenset({*_whole().after, *_parts().after, "/", "per", ".", "x"})


def _opens(token: _Token) -> bool:
    """Whether a unit may begin with a token; most words behind a number begin none."""
    known = token.folded in _openers() or f"={token.exact}" in _openers()
    return known or _INVERSE.fullmatch(token.exact) is not None


@cache
def _steps_known() -> frozenset[str]:
    """All steps of all spellings, and the tokens that multiply or divide."""
    nodes, steps = [_whole(), _parts()], {"/", "per", ".", "x"}
    while nodes:
        node = nodes.pop()
        steps |= node.after.keys()
        nodes += node.after.values()
    return frozenset(steps)


def _goes_on(token: _Token) -> bool:
    """Whether a unit may have a token at all: behind any other it has ended."""
    known = token.folded in _steps_known() or f"={token.exact}" in _steps_known()
    return known or _INVERSE.fullmatch(token.exact) is not None


def _found(node: _Node, tokens: list[_Token], at: int) -> Iterator[tuple[str, int]]:
    """Each unit that a tree spells from a token on, with the token after it; exact case first."""
    if node.code is not None:
        yield node.code, at
    if at < len(tokens):
        for step in ("=" + tokens[at].exact, tokens[at].folded):
            if step in node.after:
                yield from _found(node.after[step], tokens, at + 1)


def _built(tokens: list[_Token]) -> Iterator[tuple[str, int]]:
    for top, at in [("", 0), *_found(_parts(), tokens, 0)]:
        yield from _further(top, tokens, at)
        for other, after in _multiplied(tokens, at) if top else ():
            for product in (f"{top}.{other}", f"{other}.{top}"):
                yield from _further(product, tokens, after)


def _further(code: str, tokens: list[_Token], at: int) -> Iterator[tuple[str, int]]:
    """The built units that begin with *code*, by what the tokens divide it by."""
    if at and code in table() and table()[code].built:
        yield code, at
    for part, after in _divisors(tokens, at) if code in _stems() else ():
        if f"{code}/{part}" in _stems():
            yield from _further(f"{code}/{part}", tokens, after)


def _multiplied(tokens: list[_Token], at: int) -> Iterator[tuple[str, int]]:
    """What stands multiplied at a token: "*h", ".h", "x hours", "h" alone."""
    at += at < len(tokens) and tokens[at].folded in {"x", "."}
    return _found(_parts(), tokens, at)


def _divisors(tokens: list[_Token], at: int) -> Iterator[tuple[str, int]]:
    """What stands divided by at a token: "/kg", "per kg", "kg-1", ".kg-1", "*kg^-1"."""
    if at < len(tokens) and tokens[at].folded in {"/", "per"}:
        yield from _found(_parts(), tokens, at + 1)
    at += at < len(tokens) and tokens[at].folded in {".", "x"}
    if at < len(tokens) and (inverse := _INVERSE.fullmatch(tokens[at].exact)):
        base = inverse[1] + inverse[2].replace("1", "")
        token = _Token(base, base.casefold(), tokens[at].end)
        yield from ((part, at + 1) for part, _ in _found(_parts(), [token], 0))


def ucum(text: str) -> str | None:
    """The UCUM code of a written unit, else nothing; a code of the table stands for itself.

    >>> ucum("log10 copies/ml"), ucum("×10⁶/L"), ucum("mg kg-1"), ucum("{cells}/uL")
    ('{Log_copies}/mL', '10*6/L', 'mg/kg', '{cells}/uL')
    >>> ucum("furlongs per fortnight") is None
    True
    """
    plain = text.strip()
    if plain in table():
        return plain
    match = match_unit(plain)
    return match[0] if match and plain[match[1] :] in {"", "."} else None


def comparable(one: str, other: str) -> bool:
    """True where two units measure the same dimension, so that one converts into the other.

    International units compare only between amounts of one substance, which a unit cannot know.

    >>> comparable("{cells}/mm3", "10*6/L"), comparable("{cells}/mL", "{copies}/mL")
    (True, False)
    """
    known = table()
    return one == other or (
        one in known and other in known and known[one].dimension == known[other].dimension
    )


def convert(value: Decimal, from_: str, to: str) -> Decimal | None:
    """The same quantity in another unit, exactly; nothing where the dimensions differ.

    *Errors*: none. A value that has no finite decimal in the other unit (10 days in weeks)
    gives nothing rather than a rounded number.

    >>> convert(Decimal("4.5"), "M[IU]", "[IU]"), convert(Decimal(2), "wk", "d")
    (Decimal('4500000'), Decimal('14'))
    >>> convert(Decimal(4), "{Log_copies}/mL", "{copies}/mL") is None
    True
    """
    if from_ == to:
        return value
    if not comparable(from_, to):
        return None
    return _decimal(Fraction(value) * table()[from_].factor / table()[to].factor)


def _decimal(number: Fraction) -> Decimal | None:
    """The decimal that equals a fraction, where there is a finite one."""
    rest, places = number.denominator, 0
    for prime in (2, 5):
        power = 0
        while rest % prime == 0:
            rest, power = rest // prime, power + 1
        places = max(places, power)
    if rest != 1:
        return None
    digits = number.numerator * 10**places // number.denominator
    sign = "-" if digits < 0 else ""
    return Decimal(f"{sign}{abs(digits)}E-{places}") if places else Decimal(digits)
