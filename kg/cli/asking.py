"""`kg ask`, `kg query`, `kg show`, `kg why`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli import options, output
from kg.errors import InputError, UsageError

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.table import Table


def ask(
    question: Annotated[str | None, typer.Argument(show_default=False)] = None,
    values: Annotated[list[str] | None, typer.Argument(metavar="name=value…")] = None,
    *,
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
    output_file: options.Output = None,
    page: Annotated[
        int | None, typer.Option(metavar="NUMBER", min=1, help="Which page of a long answer.")
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="The whole answer; a file is always given it.")
    ] = False,
    timeout: options.Timeout = 10.0,
    memory: options.Memory = 512,
    endpoint: options.Endpoint = None,
) -> None:
    """Answer a question of the catalogue, or list the questions.

    With --endpoint a SPARQL server answers, whole and without pages.

    Forms: table, csv, tsv, json, xml, md.
    """
    chosen = output.form(format, output_file, output.TABLE_FORMS, "csv")
    if question is None:
        output.emit_table(_catalogue(), chosen, output_file)
        return
    if page is None and not everything and output.stands_alone(output_file):
        everything = True
    given = options.pairs(values)
    if endpoint is not None:
        answer = _answer_there(endpoint, question, page, given, store, timeout)
    else:
        import kg

        with kg.open(store, timeout=timeout, memory=memory) as graph:
            answer = _answer(graph, question, None if everything else page or 1, given)
    output.emit_table(answer, chosen, output_file)
    _tell_beside(answer, question, page or 1)


def _tell_beside(answer: "Table", question: str, page: int) -> None:
    """What is to be known of an answer that its rows do not say."""
    for note in answer.notes:
        output.tell(note)
    if answer.more:
        output.tell(_more(question, page))
    elif not answer.terms:
        output.tell(f"no row: {_no_row(question)}")


def _answer(graph: "Graph", question: str, page: int | None, values: dict[str, str]) -> "Table":
    """The answer; that it is a page is told in a line of its own, not as a warning."""
    import warnings

    from kg.api import PartialAnswer

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PartialAnswer)
        return graph.ask(question, page=page, **values)


def _answer_there(
    endpoint: str,
    question: str,
    page: int | None,
    values: dict[str, str],
    store: Path,
    timeout: float,
) -> "Table":
    """The answer of a server."""
    from kg.remote import Endpoint, ask
    from kg.store import Limits

    if page is not None:
        raise UsageError("pages are a store's own", got=f"--page {page}", way_out="Leave it out.")
    return ask(question, Endpoint(endpoint, Limits(timeout)), beside=store, **values)


def _more(question: str, page: int) -> str:
    """That a page is no whole answer, and how to come by the rest."""
    from kg.questions import catalogue

    asked = catalogue()[question]
    narrower = ", ".join(f"{each.name}=…" for each in asked.parameters if each.example)
    return (
        f"page {page}, {asked.page}; more follow: --page {page + 1}, --all, "
        f"or ask for less with {narrower}"
    )


def _no_row(question: str) -> str:
    """What it means that a question has no row, in its own words."""
    from kg.questions import catalogue

    return catalogue()[question].empty.rstrip(".")


def _catalogue() -> "Table":
    from kg.questions import catalogue
    from kg.table import Table
    from kg.terms import text

    rows = (
        (text(each.group), text(each.id), text(each.title), text(_parameters(each)))
        for each in catalogue().values()
    )
    return Table(("group", "question", "asks", "takes"), tuple(rows), "Questions")


def _parameters(question: Any) -> str:  # noqa: ANN401 - kg.questions is imported when it is needed
    return " ".join(
        parameter.name + ("" if parameter.required else "?") for parameter in question.parameters
    )


def query(
    file: Annotated[str | None, typer.Argument(metavar="FILE.rq|-", show_default=False)] = None,
    text: Annotated[str | None, typer.Option("-e", metavar="SPARQL", help="The query.")] = None,
    parameter: Annotated[
        list[str] | None,
        typer.Option("-p", metavar="name=value", help="Bind a variable to a term; repeatable."),
    ] = None,
    *,
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
    output_file: options.Output = None,
    timeout: options.Timeout = 10.0,
    memory: options.Memory = 512,
    endpoint: options.Endpoint = None,
) -> None:
    """Run any SPARQL 1.1 query, read-only; with --endpoint on a SPARQL server.

    Forms of tables: table, csv, tsv, json, xml, md; of triples: ttl, nt, jsonld, rdf. The prefixes
    of the house are known without being declared.
    """
    from kg.store import Limits, open_store, term_from_text

    sparql = _sparql(file, text)
    given = options.pairs(parameter).items()
    bindings = {name: term_from_text(value) for name, value in given}
    limits = Limits(timeout, memory)
    if endpoint is not None:
        from kg.remote import Endpoint

        answer = Endpoint(endpoint, limits).query(sparql, bindings)
    else:
        with open_store(store, limits=limits) as opened:
            answer = opened.query(sparql, bindings)
    _emit_answer(answer, format, output_file)


def _sparql(file: str | None, text: str | None) -> str:
    if (file is None) == (text is None):
        raise UsageError("a query is needed, and one", expected="FILE.rq, - or -e 'SELECT …'")
    if text is not None:
        return text
    if file == "-":
        return sys.stdin.read()
    try:
        return Path(str(file)).read_text(encoding="utf-8-sig")
    except OSError as error:
        said = (error.strerror or "it cannot be opened").lower()
        raise InputError(f"the query cannot be read: {said}", where=str(file)) from error
    except UnicodeDecodeError as error:
        raise InputError("the query is no UTF-8 text", where=str(file)) from error


def _emit_answer(answer: Any, wanted: str | None, file: Path | None) -> None:  # noqa: ANN401
    from kg.store import Triples
    from kg.table import Table
    from kg.terms import boolean

    if isinstance(answer, Triples):
        from kg.export import render

        chosen = output.form(wanted, file, output.GRAPH_FORMS, "ttl")
        text = "".join(answer.lines) if chosen == "nt" else render(answer.lines, chosen)
        output.emit(text, file)
        return
    table = answer if isinstance(answer, Table) else Table(("answer",), ((boolean(answer),),))
    output.emit_table(table, output.form(wanted, file, output.TABLE_FORMS, "csv"), file)
    if not table.terms:
        output.tell("no row")


def show(
    trial: Annotated[str, typer.Argument(show_default=False)],
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
) -> None:
    """Show one trial at a glance: design, arms, numbers, comparisons, conclusions.

    TRIAL is an IRI, a registry id, a PMID, a DOI, an acronym, or a part of a title that fits one.
    Forms: table, json.
    """
    import kg

    chosen = output.form(format, None, ("table", "json"), "table")
    with kg.open(store) as graph:
        page = graph.show(trial)
    if chosen == "json":
        output.emit(_json(page))
        return
    from kg.cli.pages import trial_page

    output.emit_page(trial_page(page))


def why(
    claim: Annotated[str, typer.Argument(metavar="CLAIM", show_default=False)],
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
) -> None:
    """Show where a claim comes from, word for word.

    CLAIM is an IRI, or a short name as answers show it (pmid-19461505:result-2).
    Forms: table, json.
    """
    import kg

    chosen = output.form(format, None, ("table", "json"), "table")
    with kg.open(store) as graph:
        reason = graph.why(claim)
    if chosen == "json":
        output.emit(_json(reason))
        return
    from kg.cli.pages import claim_tree

    output.emit_page(claim_tree(reason))


def _json(record: Any) -> str:  # noqa: ANN401 - a named tuple of any kind
    import msgspec

    return msgspec.json.format(msgspec.json.encode(_named(record)), indent=1).decode() + "\n"


def _named(value: Any) -> Any:  # noqa: ANN401 - records within records
    """Named tuples as objects, at every depth; a text that knows where it leads as a text."""
    if hasattr(value, "_asdict"):
        return {name: _named(part) for name, part in value._asdict().items()}
    if isinstance(value, str):
        return str(value)
    return [_named(part) for part in value] if isinstance(value, tuple) else value
