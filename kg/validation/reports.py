"""Verdicts as people and programs read them: a table, JSON, and a SHACL validation report.

In: a verdict. Out: text, the same bytes for the same verdict.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Final

from kg.errors import UsageError
from kg.namespaces import PREFIXES
from kg.table import Table, compact
from kg.terms import Iri, Literal, Term, spelled, text
from kg.validation.findings import Finding, Verdict
from kg.validation.resultpath import path_in_turtle

_COLUMNS: Final = ("severity", "shape", "focus", "path", "value", "message")


def write_report(found: Verdict, form: str = "table") -> str:
    """The verdict in a form: ttl (a SHACL report), json, or one of those that tables have.

    *Errors*: ``UsageError`` for a form that is not one of these.
    """
    if form in _OWN_FORMS:
        return _OWN_FORMS[form](found)
    if form not in FORMS:
        raise UsageError(
            "a verdict cannot be written in this form",
            got=form,
            expected=f"one of {', '.join(FORMS)}",
        )
    return to_table(found).to_text(form)


def to_table(found: Verdict) -> Table:
    """The findings as a table, one a row.

    >>> to_table(Verdict()).columns
    ('severity', 'shape', 'focus', 'path', 'value', 'message')
    """
    return Table(_COLUMNS, tuple(map(_row, found.findings)), str(found))


def _row(finding: Finding) -> tuple[Term | None, ...]:
    return (
        text(finding.severity),
        Iri(finding.shape),
        Iri(finding.focus),
        None if finding.path is None else text(_short_path(finding.path)),
        finding.value,
        text(finding.message),
    )


def _short_path(path: str) -> str:
    return _IRI.sub(lambda match: compact(match[1]), path)


# --- JSON ---------------------------------------------------------------------------------------


def _json(found: Verdict) -> str:
    document = {
        "conforms": found.conforms,
        "findings": [_object(finding) for finding in found.findings],
        "shapes": dict(found.focus_counts),
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _object(finding: Finding) -> dict[str, Any]:
    value = finding.value
    parts = {
        "severity": finding.severity,
        "shape": finding.shape,
        "focus": finding.focus,
        "path": finding.path,
        "value": value.lexical if isinstance(value, Literal) else value,
        "message": finding.message,
        "source": finding.source,
    }
    return {name: part for name, part in parts.items() if part is not None}


# --- Turtle -------------------------------------------------------------------------------------

_IRI: Final = re.compile(r"<([^<>]*)>")
_SAFE_NAME: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_-]*[A-Za-z0-9_])?")
_USED: Final = ("sh", "tk", "tks", "xsd")


def _turtle(found: Verdict) -> str:
    """The verdict as a ``sh:ValidationReport``.

    It conforms where there is no violation, as validators that allow warnings have it.

    *Source*: Shapes Constraint Language (W3C 2017), section 3.6.
    """
    head = "".join(f"@prefix {prefix}: <{PREFIXES[prefix]}> .\n" for prefix in _USED)
    results = " ,\n    ".join(map(_result, found.findings))
    conforms = "true" if found.conforms else "false"
    report = f"[] a sh:ValidationReport ;\n  sh:conforms {conforms}"
    return (
        f"{head}\n{report}{f' ;{chr(10)}  sh:result{chr(10)}    {results}' if results else ''} .\n"
    )


def _result(finding: Finding) -> str:
    lines = " ;\n".join(f"      {predicate} {term}" for predicate, term in _properties(finding))
    return f"[ a sh:ValidationResult ;\n{lines} ]"


def _properties(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "sh:resultSeverity", f"sh:{finding.severity}"
    yield "sh:focusNode", _node(finding.focus)
    path = None if finding.path is None else path_in_turtle(finding.path, _node)
    if path is not None:
        yield "sh:resultPath", path
    if finding.value is not None:
        yield "sh:value", _term(finding.value)
    yield "sh:sourceShape", _node(finding.shape)
    yield "sh:sourceConstraintComponent", _node(finding.source)
    yield "sh:resultMessage", spelled(text(finding.message))


def _term(term: Term) -> str:
    return spelled(term) if isinstance(term, Literal) else _node(term)


def _node(name: str) -> str:
    """An IRI, short where that is safe; a blank node or literal of the data as it is named."""
    if name.startswith("_:"):
        return f"_:b{re.sub(r'[^A-Za-z0-9]', '', name)}"
    if name.startswith('"'):
        return name
    for prefix in _USED:
        local = name.removeprefix(PREFIXES[prefix])
        if local != name and _SAFE_NAME.fullmatch(local):
            return f"{prefix}:{local}"
    return f"<{name}>"


_OWN_FORMS: Final[dict[str, Callable[[Verdict], str]]] = {"ttl": _turtle, "json": _json}
FORMS: Final = ("table", "json", "ttl", "csv", "tsv", "xml", "md", "html")
"""The forms that a verdict can be written in."""
