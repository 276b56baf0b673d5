"""The questions of the catalogue, asked of a server.

In: a question's name and values, as a store is asked. Out: a table, whole. Pages are a store's own:
they rest on the order in which its engine gives entries, and another engine promises none.
"""

from pathlib import Path
from typing import Any

from kg.questions import ask as answer
from kg.remote.endpoint import Endpoint
from kg.table import Table
from kg.vocabularies import Known


def ask(
    question: str,
    endpoint: Endpoint,
    /,
    *,
    beside: Path,
    **values: Any,  # noqa: ANN401 - as a question takes
) -> Table:
    """The answer to a question of the catalogue; names may be those that the store *beside* knows.

    *Errors*: as for a store; ``NetworkError`` where the server does not answer.
    """
    return answer(question, endpoint.table, beside=Known(beside), **values)
