"""The catalogue of ``queries/*.rq``: what each question asks, takes and returns.

In: query files. Each is legal SPARQL that runs anywhere as it stands, under a header that a
program reads. Out: frozen questions, and the page that lists them. Each parameter stands in its
query as ``VALUES ?name { … }``, holding ``UNDEF`` (any) or an example. Binding replaces what is
between those braces by terms, serialised from typed values and never pasted from text. An engine's
own substitution would not do: Oxigraph's reaches only variables that are selected, and an endpoint
elsewhere has none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Final

import yaml

from kg.errors import UsageError
from kg.resources import folder
from kg.terms import Term, spelled

MEASUREMENTS: Final = "measurements"
"""The parameter that takes any measurand by name, with its value: ``cd4=250 age=40``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a question.

    ``kind`` says what its value is read as: boolean, number, text, code, claim, concept, term,
    measurand, heading, trial or measurements; ``default`` holds where it is absent. Of a ``term``
    the query finds what is narrower itself; ``among`` is the kind of term that a name can be.
    """

    name: str
    kind: str
    about: str
    required: bool = False
    default: str = "any"
    example: str | None = None
    among: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """How many of what one page of an answer holds: trials, or entries of another kind."""

    size: int
    of: str

    @property
    def is_placed(self) -> bool:
        """Whether its entries are asked for first, and put where the query looks for them."""
        return self.of in {"trials", "pairs"}

    @classmethod
    def read(cls, written: str | None) -> Page | None:
        """The page that a header declares.

        >>> Page.read("250 trials")
        Page(size=250, of='trials')
        """
        if written is None:
            return None
        size, of = written.split()
        return cls(int(size), of)

    def __str__(self) -> str:
        """As a person reads it."""
        return f"{self.size:,} {self.of}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question: its header, and its query as it stands in the file."""

    id: str
    file: str
    title: str
    group: str
    parameters: tuple[Parameter, ...]
    returns: Mapping[str, str]
    empty: str
    query: str
    page: Page | None = None
    """What one page of the answer holds; none where it is never long."""

    def bound(
        self,
        rows: Mapping[str, Sequence[Sequence[Term]]],
        patterns: Mapping[str, str] | None = None,
    ) -> str:
        """The query with each parameter's ``VALUES`` holding these rows of terms.

        A pattern of ours stands in its place where there are more than can be listed.

        *Errors*: ``UsageError`` for a name that has no place in the query.
        """
        query = self.query
        for name, pattern in (patterns or {}).items():
            query = _place(name).sub(lambda _, p=pattern: p, query)  # type: ignore[misc]
        for name, terms in rows.items():
            if patterns and name in patterns:
                continue
            block = " ".join(_row(row) for row in terms)
            query, places = _place(name).subn(lambda m, b=block: f"{m[1]}{b} }}", query)  # type: ignore[misc]
            if not places:
                raise UsageError(f"{self.file} has no place for the parameter {name!r}")
        return query


def _place(name: str) -> re.Pattern[str]:
    variables = r"\(\s*\?measurand\s+\?amount\s*\)" if name == MEASUREMENTS else rf"\?{name}"
    return re.compile(rf"(VALUES\s+{variables}\s*\{{ )[^{{}}]*\}}")


def _row(row: Sequence[Term]) -> str:
    words = " ".join(spelled(term) for term in row)
    return words if len(row) == 1 else f"({words})"


# --- The catalogue ------------------------------------------------------------------------------

_HEADER: Final = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)


@cache
def catalogue() -> Mapping[str, Question]:
    """All questions by name, in the order of their files."""
    found = (read_question(path.name, path.read_text("utf-8")) for path in _query_files())
    return {question.id: question for question in found}


def _query_files() -> list[Path]:
    return sorted(folder("queries").glob("*.rq"))


def read_question(file: str, query: str) -> Question:
    """The question that a query file holds.

    >>> read_question("00-two.rq", '''#+ id: two
    ... #+ question: What is one and one?
    ... #+ group: Sums
    ... #+ parameters: {}
    ... #+ returns: {sum: integer}
    ... #+ empty: never
    ... SELECT (1 + 1 AS ?sum) {}''').returns
    {'sum': 'integer'}
    """
    header = yaml.safe_load("\n".join(_HEADER.findall(query)))
    return Question(
        id=header["id"],
        file=file,
        title=header["question"],
        group=header["group"],
        parameters=tuple(
            Parameter(name=name, **{str(key): value for key, value in fields.items()})
            for name, fields in header["parameters"].items()
        ),
        returns=header["returns"],
        empty=header["empty"],
        query=query,
        page=Page.read(header.get("page")),
    )


def question(name: str) -> Question:
    """The question of this name.

    *Errors*: ``UsageError`` that names the nearest ones.
    """
    known = catalogue()
    if name not in known:
        near = get_close_matches(name, known, n=3, cutoff=0.4)
        raise UsageError(
            f"there is no question {name!r}",
            expected=f"one like {', '.join(near)}" if near else None,
            way_out="List them with: kg ask",
        )
    return known[name]


# --- The generated page -------------------------------------------------------------------------


def catalogue_page(questions: Iterable[Question]) -> str:
    """The catalogue as a Markdown page, by group: what ``queries/README.md`` must hold."""
    groups: dict[str, list[Question]] = {}
    for each in questions:
        groups.setdefault(each.group, []).append(each)
    sections = (
        f"## {group}\n\n" + "\n".join(map(_entry, members)) for group, members in groups.items()
    )
    return _PAGE_HEAD + "\n".join(sections)


_PAGE_HEAD: Final = """\
# Questions

Generated from the headers of the query files beside it. Ask one with `kg ask NAME name=value …`,
or run its file as it stands on any SPARQL 1.1 engine whose default graph is the union of its
graphs. Names of things may be labels, aliases, CURIEs or IRIs. Columns of IRIs called `claim` can
be followed to the words behind them with `kg why`. Those in [federated](federated/README.md) ask
public endpoints too.

## How they are written

The same rows in the same order on rdflib and on Oxigraph; a test holds each to it. Hence:

* Rows are `DISTINCT` and counts are of distinct nodes. Where the default graph is a union, Oxigraph
  gives a triple that two graphs state twice.
* `EXISTS` holds one triple pattern; a further one stands in a further `FILTER EXISTS`. Oxigraph
  plans the inside without what is bound outside, and two patterns may become a scan for every row.
* A `UNION` of starting points stands in a sub-select. Joined as it is, each branch is computed in
  full beside the rest.
* An `OPTIONAL` never starts from a variable that may be unbound: it would match everything.
* `EXISTS` goes through `BIND`, for rdflib cannot read it in a `SELECT` expression.
* Numbers stay numbers: one engine spells two hundred `200`, the other `200.0`.
* `GROUP_CONCAT` runs over an ordered sub-select, so that its text is the same every time.
* What can be long finds its entries in a sub-select that ends in `LIMIT 10000000`. As the file
  stands that is never reached, and tells a planner to look each column up; `kg ask` puts the
  limits of a page there.

"""


def write_catalogue() -> None:
    """Write ``queries/README.md`` of this checkout anew."""
    page = catalogue_page(catalogue().values())
    (folder("queries") / "README.md").write_text(page, encoding="utf-8")


def _entry(each: Question) -> str:
    lines = [f"### {each.id}", "", f"{each.title} ([query]({each.file}))", ""]
    lines += [f"* `{p.name}` ({_manner(p)}): {p.about}" for p in each.parameters]
    columns = ", ".join(f"`{name}` {kind}" for name, kind in each.returns.items())
    paged = [f"* a page has {each.page}"] if each.page else []
    return "\n".join([*lines, f"* returns {columns}", f"* empty: {each.empty}", *paged, ""])


def _manner(parameter: Parameter) -> str:
    if parameter.required:
        return f"{parameter.kind}, required; try `{parameter.example}`"
    return f"{parameter.kind}; {parameter.default} when absent"
