"""Rows of the answer to ``pooled-effect``, invented, and syntheses of them."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kg.synthesis import Manner, Synthesis, synthesize
from kg.table import Table
from kg.terms import Iri, Term, boolean, decimal, integer, text

Row = dict[str, Any]

COLUMNS = (
    *("trial", "label", "claim", "measurand", "measurandLabel", "statistic", "included", "reason"),
    *("estimate", "ciLower", "ciUpper", "ciLevel", "unit", "n", "experimental", "reference"),
    *("time", "days", "outcomeLabel", "group", "role", "events", "people", "spread"),
    *("spreadKind", "pRelation", "pValue", "serious"),
)


def row(trial: str, number: int = 1, **told: object) -> Row:
    """A row of the answer, with nothing in it but what is told."""
    given = {"trial": f"t/{trial}", "label": trial, "claim": f"r/{trial}/result-{number}"}
    common = {"measurand": "m/falls", "measurandLabel": "falls", "included": True}
    return {**dict.fromkeys(COLUMNS), **given, **common, **told}


def ratio(trial: str, numbers: str, number: int = 1, **told: object) -> Row:
    """A reported comparison: 0.8 0.6 1.07."""
    estimate, lower, upper = map(Decimal, numbers.split())
    found = {"estimate": estimate, "ciLower": lower, "ciUpper": upper, "ciLevel": Decimal(95)}
    groups = {"experimental": "tea", "reference": "water", "statistic": "hazardRatio"}
    return row(trial, number, **{**found, **groups, **told})


def events(trial: str, number: int, role: str, counted: str, **told: object) -> Row:
    """A group's own events of people: 3/40."""
    some, people = map(int, counted.split("/"))
    side = {"role": f"{role}Role", "group": f"{role} {number}", "statistic": "countStatistic"}
    return row(trial, number, **{"events": some, "people": people, **side, **told})


def pair(trial: str, one: str, other: str, **told: object) -> list[Row]:
    """Two groups that report events."""
    return [
        events(trial, 1, "experimental", one, **told),
        events(trial, 2, "control", other, **told),
    ]


def mean(trial: str, number: int, role: str, numbers: str, **told: object) -> Row:
    """A group's mean, spread and people: 1.5 0.5 40."""
    value, spread, people = numbers.split()
    kind = {"spreadKind": "standardDeviation", "statistic": "mean", "unit": "kg"}
    side = {"role": f"{role}Role", "group": f"{role} {number}"}
    found = {"estimate": Decimal(value), "spread": Decimal(spread), "people": int(people)}
    return row(trial, number, **{**kind, **side, **found, **told})


def got(claim: str, side: str, thing: str, wider: str | None = None) -> Row:
    """What one side of a claim received."""
    return {"claim": claim, "side": side, "thing": thing, "name": thing, "wider": wider}


def term(value: object) -> Term | None:
    """A value as an engine gives it."""
    kinds: dict[type, Callable[[Any], Term]] = {
        bool: boolean,
        int: integer,
        Decimal: decimal,
        str: lambda s: Iri(s) if s[1:2] == "/" else text(s),
    }
    return None if value is None else kinds[type(value)](value)


def made(rows: list[Row], *told: Row, wanted: str = "", **manner: Any) -> Synthesis:
    """A synthesis of rows, with an engine that knows what groups received."""
    answer = Table(COLUMNS, tuple(tuple(term(each[name]) for name in COLUMNS) for each in rows))
    direction = [{"measurand": "m/falls", "wanted": f"https://w3id.org/trialkg/ns#{wanted}"}]

    def engine(query: str) -> list[Row]:
        if "desirableDirection" in query:
            return direction if wanted else []
        return [each for each in told if f"<{each['claim']}>" in query]

    return synthesize("pooled-effect", answer, engine, Manner(**manner), {"measurand": "falls"})
