"""A synthesis written down: as a table with everything in it, as JSON, as code for another program.

In: a synthesis. Out: a ``Table`` whose rows are trials, pooled estimates and what was left out; a
document of JSON; a script for the R package metafor that computes the same anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from kg.synthesis.arms import Counts, Means
from kg.synthesis.effects import LOGARITHMIC, Effect, scale_of, short_name
from kg.synthesis.pooling import Pooled
from kg.synthesis.rows import LeftOut
from kg.synthesis.together import Pooling, Synthesis
from kg.table import Table
from kg.terms import Iri, Term, decimal, integer, text

Record = dict[str, Any]

_DIGITS: Final = 6

COLUMNS: Final = (
    *("set", "row", "measurand", "measure", "unit", "compared", "label", "time", "n"),
    *("events", "people", "mean", "sd", "referenceEvents", "referencePeople"),
    *("referenceMean", "referenceSd", "estimate", "ciLower", "ciUpper", "ciLevel"),
    *("centre", "standardError", "weight", "predictionLower", "predictionUpper"),
    *("q", "df", "pHeterogeneity", "i2", "tau2", "origin", "notes", "reason", "claim"),
)


# --- Table ---------------------------------------------------------------------------------------


def table_of(synthesis: Synthesis) -> Table:
    """Every row of the synthesis: the trials of each set, its estimates, and what was left out.

    ``weight`` is that of the first model; ``centre`` and ``standardError`` are on the scale on
    which effects are combined, the logarithm for ratios.
    """
    rows = [tuple(_term(name, row.get(name)) for name in COLUMNS) for row in _rows(synthesis)]
    return Table(COLUMNS, tuple(rows), "Pooled effects")


def _term(name: str, value: object) -> Term | None:
    if value is None or value == "":
        return None
    if name == "claim":
        return Iri(str(value))
    if isinstance(value, int):
        return integer(value)
    return decimal(Decimal(_number(value))) if isinstance(value, float) else text(str(value))


def _number(value: float) -> str:
    """A decimal without an exponent, with as many digits as mean something."""
    written = f"{float(f'{value:.{_DIGITS}g}'):.12f}".rstrip("0").rstrip(".")
    return "0" if written in {"", "-0"} else written


def _rows(synthesis: Synthesis) -> Iterator[Record]:
    for number, pooling in enumerate(synthesis.poolings, start=1):
        common = _common(number, pooling)
        weights = pooling.pools[0].weights if pooling.pools else (None,) * len(pooling.effects)
        for effect, weight in zip(pooling.effects, weights, strict=True):
            yield common | {"row": "trial"} | _trial(effect) | {"weight": weight}
        for pooled in pooling.pools:
            yield common | {"row": "pooled"} | _estimate(pooled)
    yield from ({"row": "left out"} | _left_out(each) for each in synthesis.left_out)


def _common(number: int, pooling: Pooling) -> Record:
    group = pooling.group
    return {
        "set": number,
        "measurand": pooling.title,
        "measure": short_name(group.statistic),
        "unit": group.unit,
        "compared": str(group.contrast or ""),
    }


def _trial(effect: Effect) -> Record:
    return {
        "label": effect.label,
        "time": effect.time,
        "n": effect.n,
        **_arms(effect),
        "estimate": float(effect.estimate),
        "ciLower": float(effect.lower),
        "ciUpper": float(effect.upper),
        "ciLevel": float(effect.level),
        "centre": effect.centre(),
        "standardError": effect.standard_error(),
        "origin": effect.origin,
        "notes": "; ".join(effect.notes),
        "claim": effect.claim,
    }


def _arms(effect: Effect) -> Record:
    found = effect.arms
    if isinstance(found, Counts):
        return {
            "events": found.events,
            "people": found.n,
            "referenceEvents": found.reference_events,
            "referencePeople": found.reference_n,
        }
    if isinstance(found, Means):
        return {
            "people": found.n,
            "mean": found.mean,
            "sd": found.sd,
            "referencePeople": found.reference_n,
            "referenceMean": found.reference_mean,
            "referenceSd": found.reference_sd,
        }
    return {}


def _estimate(pooled: Pooled) -> Record:
    spread = pooled.heterogeneity
    low, high = pooled.prediction or (None, None)
    return {
        "label": pooled.model,
        "estimate": pooled.estimate,
        "ciLower": pooled.lower,
        "ciUpper": pooled.upper,
        "ciLevel": float(pooled.level),
        "predictionLower": low,
        "predictionUpper": high,
        "q": spread.q,
        "df": spread.df,
        "pHeterogeneity": spread.p,
        "i2": spread.i2,
        "tau2": spread.tau2,
    }


def _left_out(out: LeftOut) -> Record:
    return {
        "measurand": out.measurand,
        "label": out.label,
        "reason": out.reason,
        "claim": out.claim,
    }


# --- JSON ----------------------------------------------------------------------------------------


def json_of(synthesis: Synthesis) -> str:
    """The synthesis as a document of JSON: sets with trials and estimates, and what is left out."""
    found = {
        "question": synthesis.question,
        "asked": {name: str(value) for name, value in synthesis.asked.items()},
        "notes": list(synthesis.notes),
        "sets": [_set(n, each) for n, each in enumerate(synthesis.poolings, start=1)],
        "leftOut": [_left_out(each) for each in synthesis.left_out],
    }
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


def _set(number: int, pooling: Pooling) -> Record:
    return {
        **_common(number, pooling),
        "desired": pooling.desired,
        "notes": list(pooling.notes),
        "trials": [
            _trial(each) | {"notes": list(each.notes), "beside": list(each.beside)}
            for each in pooling.effects
        ],
        "pooled": [_whole(each) for each in pooling.pools],
    }


def _whole(pooled: Pooled) -> Record:
    """An estimate with all that the table has no column for."""
    return _estimate(pooled) | {
        "weights": list(pooled.weights),
        "statistic": pooled.z,
        "statisticDf": pooled.df,
        "p": pooled.p,
        "tau2Interval": pooled.heterogeneity.tau2_interval,
    }


# --- Code ----------------------------------------------------------------------------------------

_RANDOM: Final = 'rma(yi, sei = sei, data = dat, method = "{}", slab = label)'
_COUNTED: Final = "ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = dat"
_FITTED: Final[Mapping[str, str]] = {
    "fixed effect, inverse variance": _RANDOM.format("EE"),
    "random effects, DerSimonian–Laird": _RANDOM.format("DL"),
    "random effects, Paule–Mandel": _RANDOM.format("PM"),
    "random effects, REML": _RANDOM.format("REML"),
    "fixed effect, Mantel–Haenszel": f'rma.mh({_COUNTED}, measure = "%s", slab = label)',
    "fixed effect, Peto": f"rma.peto({_COUNTED}, slab = label)",
}
_KNAPP: Final = ", Hartung–Knapp"


def metafor_of(pooling: Pooling) -> str:
    """A script that computes the set's estimates anew, with metafor in R."""
    measure = short_name(pooling.group.statistic)
    back = ", transf = exp" if scale_of(pooling.group.statistic) is LOGARITHMIC else ""
    lines = [
        f"# {pooling.title}; {pooling.subtitle}",
        "# yi and sei are on the scale on which effects are combined, the logarithm for ratios.",
        "library(metafor)",
        f"dat <- data.frame(\n  {_columns(pooling)}\n)",
    ]
    for number, pooled in enumerate(pooling.pools, start=1):
        fitted = _FITTED[pooled.model.removesuffix(_KNAPP)]
        fitted = fitted.replace("%s", measure)
        if pooled.model.endswith(_KNAPP):
            fitted = fitted.removesuffix(")") + ', test = "adhoc")'
        lines += [f"fit{number} <- {fitted}  # {pooled.model}", f"print(fit{number})"]
        lines += [f"print(predict(fit{number}{back}))"] if pooled.prediction else []
    lines.append("forest(fit1)")
    return "\n".join(lines) + "\n"


def _columns(pooling: Pooling) -> str:
    effects = pooling.effects
    columns = {
        "label": [json.dumps(each.label, ensure_ascii=False) for each in effects],
        "yi": [f"{each.centre():.10g}" for each in effects],
        "sei": [f"{each.standard_error():.10g}" for each in effects],
    }
    names = {"ai": "events", "n1i": "people", "ci": "referenceEvents", "n2i": "referencePeople"}
    if all(isinstance(each.arms, Counts) for each in effects):
        columns |= {
            short: [str(_arms(each)[name]) for each in effects] for short, name in names.items()
        }
    return ",\n  ".join(f"{name} = c({', '.join(cells)})" for name, cells in columns.items())
