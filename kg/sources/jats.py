"""The reader of JATS XML: a journal's article, or a set of them as PubMed Central sends it.

In: bytes, or a stream of them. Out: a document for each article, one at a time; a fault of an
article in its place. Each section of the text and each cell of a table knows where it stands, as an
XPath that holds in any file with the article.

*Source*: ANSI/NISO Z39.96, the Journal Article Tag Suite, https://jats.nlm.nih.gov/.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.errors import InputError
from kg.records import Document
from kg.sources.contents import Contents, beginning
from kg.sources.jats_article import read_article
from kg.sources.xml_prolog import PROLOG, as_utf8, prolog, refuse
from kg.sources.xml_stream import Found, records

NAME = "JATS XML"
_ARTICLE: Final = "article"
_SET: Final = "pmc-articleset"
_FRONT: Final = re.compile(rb"<front[\s>].*?<(?:article|journal)-meta[\s>/]", re.DOTALL)
_OUTCOME: Final = "It was set aside; the other records were read"


def looks_like(data: bytes) -> bool:
    """Whether a document is an article with the front matter of JATS, or a set of such.

    >>> looks_like(b"<article><front><article-meta/></front></article>")
    True
    >>> looks_like(b"<article><h1>Trials</h1></article>"), looks_like(b"<pmc-articleset/>")
    (False, True)
    """
    start = prolog(data) if data.lstrip()[:1] in {b"<", b"\xef", b"\xff", b"\xfe"} else None
    if start is None or start.root != _ARTICLE:
        return start is not None and start.root == _SET
    return start.declares or _FRONT.search(b"".join(as_utf8([data]))) is not None


def read(name: str, contents: Contents) -> Iterator[Document | InputError]:
    """What a file of JATS XML holds, article by article.

    *Errors*: ``InputError`` for a file whose prolog declares entities or another encoding.
    """
    start = prolog(beginning(contents, PROLOG))
    if start is None:
        return
    refuse(name, start)
    none = True
    for found in records(name, contents, (_ARTICLE,)):
        none = False
        yield found if isinstance(found, InputError) else _document(name, found)
    if none:
        raise InputError("there is no article in the set", where=name, expected="<article>")


def _document(name: str, found: Found) -> Document | InputError:
    try:
        return read_article(found.element, found.number)
    except InputError as error:
        place = f"{name}  record {found.number}"
        parts = {**error.parts(), "where": place, "outcome": _OUTCOME}
        return InputError(parts.pop("what"), **parts)
