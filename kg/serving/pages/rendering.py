"""Templates and what they share: every text is escaped, links lead only where it is safe.

In: the name of a template and what it shows. Out: HTML.
"""

from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.namespaces import ID, TK
from kg.serving.pages.assets import place_of
from kg.serving.plain import path_of
from kg.serving.shelf import Generation
from kg.view import short

LONGEST: Final = 1_500
"""The most characters of a text in a cell."""


def href(iri: str) -> str:
    """Where a link to a thing may lead: to its page here, to the web elsewhere, or nowhere.

    >>> href("https://w3id.org/trialkg/id/trial/esprit"), href("javascript:alert(1)")
    ('/id/trial/esprit', '')
    """
    if iri.startswith(ID):
        return path_of(iri)
    if iri.startswith(str(TK)):
        return ""  # a code: its name says all
    return iri if iri.startswith(("http://", "https://")) else ""


def cut(text: str) -> str:
    """A text that is not longer than a cell bears.

    >>> cut("short"), len(cut("long " * 1000))
    ('short', 1501)
    """
    return text if len(text) <= LONGEST else text[:LONGEST] + "…"


def opened(text: str) -> str:
    """A text as it opens a sentence.

    >>> opened("whether IL-2 was given")
    'Whether IL-2 was given'
    """
    return text[:1].upper() + text[1:]


def counted(number: int, noun: str) -> str:
    """So many of something.

    >>> counted(1, "trial"), counted(1200, "trial")
    ('1 trial', '1,200 trials')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("kg.serving.pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"href": href, "cut": cut, "opened": opened, "short": short}
    made.filters |= {"sized": lambda number: f"{number:,}", "counted": counted}
    made.globals |= {"place_of": place_of, "is_ours": lambda iri: iri.startswith(ID)}
    made.globals["parts"] = made.get_template("parts.html").module
    return made


_TEMPLATES: Final = _environment()


def rendered(template: str, generation: Generation, **shown: Any) -> str:  # noqa: ANN401 - whatever the template names
    """A page."""
    manifest = generation.manifest
    return _TEMPLATES.get_template(template).render(manifest=manifest, **shown)
