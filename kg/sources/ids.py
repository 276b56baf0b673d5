"""Identifiers that a page states of its own report and study: PMID, DOI, registry numbers.

In: lines or text. Out: the identifiers in their usual spelling. A number that names another study
(a sister trial, an earlier one) is not taken: only a statement of registration, a title or a
sentence whose subject is this study names its own.
"""

import re
from collections.abc import Iterable, Iterator

from kg.sources.layout import squeezed

_PMID = re.compile(
    r"(?:\bPMID\b|\bPubMed\s+ID\b)\W{0,12}?(\d{1,8})\b|pubmed(?:\.ncbi\.nlm\.nih\.gov|/)/?(\d{1,8})\b",
    re.IGNORECASE,
)
_REGISTRY = re.compile(
    r"""\b(?:NCT\s?\d{8}|ISRCTN\s?\d{8}|(?:EudraCT\s*(?:number|no\.?)?:?\s*)?\d{4}-\d{6}-\d{2}(?:-\d{2})?
    |ACTRN\s?\d{14}p?|ChiCTR[\w-]*\d{6,}|UMIN(?:-CTR)?\s?\d{9}|JPRN-\w+|jRCTs?\d{9,10}|DRKS\s?\d{8}
    |CTRI/\d{4}/\d{2,3}/\d{6}|PACTR\s?\d{15,16}|IRCT\d{8,}\w*|KCT\s?\d{7}|RBR-\w{5,7}|NTR\s?\d{3,5}
    |TCTR\d{11}|SLCTR/\d{4}/\d{3}|CTN[\s-]*\d{2,4}|ACTG\s?A?\d{3,4}|ANRS\s?\d{2,3}|HPTN\s?\d{3}
    |HVTN\s?\d{3}|IMPAACT\s?P?\d{3,4})\b""",
    re.VERBOSE,
)
# One of these stands in each of them: to look for them takes a twentieth of the time.
_MARKS = ("CT", "UMIN", "JPRN-", "DRKS", "RBR-", "NTR", "ANRS", "HPTN", "HVTN", "IMPAACT")
_EUROPEAN = re.compile(r"-\d{6}-")
# A network numbers its studies, and its reports name their neighbours by number.
_NETWORK = re.compile(r"CTN|ACTG|ANRS|HPTN|HVTN|IMPAACT")
_OTHER = re.compile(
    r"\b(?:sister|companion|parallel (?:study|trial)|other|another|previous(?:ly)?|earlier|prior"
    r"|also|similar|unlike|sub-?stud(?:y|ies)|ancillary|extension|parent|main trial|as in|part of"
    r"|see|compared with"
    r"|together with|pooled|both|following|followed|rolled over|participants? (?:in|of|from))\b",
    re.IGNORECASE,
)
# What is told of some of a trial's people is told of that trial, unless they went on to another.
_OF_ITS_OWN = re.compile(
    r"""\b(?:as\ part\ of|post[- ]?hoc|secondary\ analys|sub-?group|exploratory|ancillary
    |sub-?stud(?:y|ies)|data\ from|(?:enrolled|randomi[sz]ed|treated)\ in
    |(?:participants?|patients?|women|men)\ (?:in|of|from))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ANOTHER = re.compile(
    r"""\b(?:sister|companion|parallel\ (?:study|trial)|another|previous(?:ly)?|earlier|prior|unlike
    |similar|extension|parent|as\ in|compared\ with|together\ with|pooled|rolled\ over|following
    |followed)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_ABSTRACT = 8_000
_ASIDE = re.compile(r"[(\[][^()\[\]]*[)\]]?")
_LAST = re.compile(r"[\w-]+(?=[\s.)\]]*$)")
_REGISTERED = re.compile(
    r"\b(?:regist(?:ration|ered|er|ry)\b|clinical\s?trials?\s?\.\s?gov|controlled[- ]trials"
    r"|identifier"
    r"|(?:trial|study|protocol)\s+(?:id|number|no\.?|code)\b|eudract)",
    re.IGNORECASE,
)
_THIS = re.compile(
    r"\b(?:this|the present|the current|our)\s+(?:\w+\s+){0,2}?(?:trial|study)\b"
    r"\W{0,3}(?:\w+\W+){0,3}$"
    r"|(?:^|\b(?:known as|called|named)\s+)(?:the\s+)?(?:\w+\s*[(:–—-]\s*)?$",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"(?<=[.!?])\s+(?=\(?\s?[A-Z\d])|;\s+(?!\W*(?:and\s+)?(?:NCT|ISRCTN|\d{4}-))|[\r\n]+"
)


def pmid_in(text: str) -> str | None:
    """The first PMID of a text, else nothing.

    >>> pmid_in("Link to Pubmed [PMID] – 123456"), pmid_in("PMCID: PMC99")
    ('123456', None)
    """
    match = _PMID.search(text)
    return (match[1] or match[2]) if match else None


def registry_ids_in(text: str) -> Iterator[str]:
    """Every registry number of a text in its usual spelling, in order.

    >>> list(registry_ids_in("ISRCTN 12345678 and NCT 01234567; CTN  999."))
    ['ISRCTN12345678', 'NCT01234567', 'CTN 999']
    """
    for match in _REGISTRY.finditer(text) if _may_name(text) else ():
        written = squeezed(match[0])
        number = re.sub(r"^EudraCT.*?(?=\d{4}-)", "", written)
        yield (number if _NETWORK.match(number) else number.replace(" ", ""))


def _may_name(text: str) -> bool:
    """Whether a text holds what every registry number does."""
    return any(mark in text for mark in _MARKS) or _EUROPEAN.search(text) is not None


def own_registry_ids(titles: Iterable[str], bodies: Iterable[str]) -> tuple[str, ...]:
    """The registry numbers of the study itself: of its titles, and those that its text claims.

    Where an abstract claims none, the numbers that it gives without naming another study are its
    own: why else would it give them. In a full text the only number may well be another study's.

    >>> own_registry_ids([], ["Registered as NCT01234567. A sister study is NCT07654321."])
    ('NCT01234567',)
    >>> own_registry_ids([], ["It was safe. (NCT01234567)"]), own_registry_ids([], ["As in NCT09"])
    (('NCT01234567',), ())
    """
    texts = list(bodies)
    found = [number for title in titles for number in registry_ids_in(title)]
    statements = [
        each
        for text in texts
        if _may_name(text) and _REGISTRY.search(text)
        for each in _STATEMENT.split(text)
    ]
    for statement in statements:
        found.extend(_claimed(statement))
    if not found and sum(map(len, texts)) <= _LONGEST_ABSTRACT:
        found = [number for each in statements for number in _given(each)]
    return tuple(dict.fromkeys(found))


def _claimed(statement: str) -> Iterator[str]:
    match = _REGISTRY.search(statement)
    if not match or _OTHER.search(statement):
        return
    if _REGISTERED.search(statement) or _THIS.search(statement[: match.start()]):
        yield from registry_ids_in(statement)


def _given(statement: str) -> Iterator[str]:
    """The numbers of registries that a statement sets beside what it says of this study."""
    if _OF_ITS_OWN.search(statement) and not _ANOTHER.search(statement):
        beside = statement
    elif not _OTHER.search(statement):
        beside = " ".join([*_ASIDE.findall(statement), *_LAST.findall(statement)])
    else:
        return
    yield from (number for number in registry_ids_in(beside) if not _NETWORK.match(number))
