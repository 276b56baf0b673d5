"""The editor: SPARQL with what the graph has at hand, and answers as tables and plots.

In: a generation. Out: HTML, and JSON for its script: prefixes, classes and properties by how often
they are used, the questions as examples. Nothing of it comes from elsewhere.
"""

import json
import re
from typing import Final

from starlette.responses import Response

from kg.namespaces import ID, PREFIXES
from kg.questions import catalogue
from kg.serving.guard import POLICY
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import rendered
from kg.serving.pages.responding import Made
from kg.store.counting import EVERY

_HEADER: Final = re.compile(r"^#\+.*\n", re.MULTILINE)
_POLICY: Final = f"{POLICY}; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
"""As everywhere, but for styles in the page, which the editor writes; scripts are files of ours."""


def editor_page(reader: Reader) -> Made:
    """The editor's place, and what stands there without a script."""
    return rendered("editor.html", reader.generation, questions=catalogue().values()), 200


def allowed(page: Response) -> Response:
    """The page under the policy that the editor needs."""
    page.headers["content-security-policy"] = _POLICY
    return page


def editor_data(reader: Reader) -> str:
    """What the script completes from, and its examples."""
    counts = reader.generation.store.counts()
    members = {} if counts is None else counts.members
    uses = {} if counts is None else counts.uses
    told = {
        "things": ID,
        "prefixes": dict(PREFIXES),
        "classes": _by_use(members),
        "properties": _by_use({name: n for (kind, name), n in uses.items() if kind == EVERY}),
        "examples": {each.id: _example(each.title, each.query) for each in catalogue().values()},
    }
    return json.dumps(told, ensure_ascii=False)


def _by_use(counts: dict[str, int]) -> list[str]:
    """Names, the most used first."""
    return sorted((name for name in counts if name), key=lambda name: (-counts[name], name))


def _example(title: str, query: str) -> str:
    r"""A query as it is edited: its question, and no header for programs.

    >>> _example("How many?", "#+ id: many\nSELECT * {}")
    '# How many?\nSELECT * {}\n'
    """
    return f"# {title}\n{_HEADER.sub('', query).strip()}\n"
