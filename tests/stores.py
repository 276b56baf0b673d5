"""Small stores to read from, and lines to fill them with."""

from pathlib import Path

from sample_accounts import account

from kg import store
from kg.derivation import derive
from kg.graph import account_quads
from kg.terms import nquads

ID = "https://w3id.org/trialkg/id/"
TK = "https://w3id.org/trialkg/ns#"
DECIMAL = "http://www.w3.org/2001/XMLSchema#decimal"


def line(subject: str, predicate: str, value: str, graph: str = "a") -> str:
    """A quad of graph *graph*; a value in quotes is a literal, else a thing."""
    target = value if value.startswith('"') else f"<{ID}{value}>"
    return f"<{ID}{subject}> <{TK}{predicate}> {target} <{ID}report/{graph}> .\n"


def sample_lines() -> list[str]:
    """All that is said of the invented trial."""
    return list(nquads(account_quads(derive(account()))))


def published(root: Path, lines: list[str], **more: object) -> Path:
    """The generation that these lines make."""
    with store.locked(root):
        return store.publish(lines, root=root, inputs=(), **more)  # type: ignore[arg-type]
