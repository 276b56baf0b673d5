"""Where a study took place: the countries that it names as the places of its people or centres.

In: the lines of a page. Out: names of countries, each in one spelling, and the lines that say so.
A country counts only in a sentence that tells of centres, of people taken in or of the study as
done there; that of a maker or of an author's address does not.
"""

import re

from kg.reading.page import Line, Page

_NAMES = (
    "Afghanistan|Albania|Algeria|Angola|Argentina|Armenia|Australia|Austria|Azerbaijan|Bahrain|Bangladesh"
    "|Belarus|Belgium|Benin|Bhutan|Bolivia|Botswana|Brazil|Bulgaria|Burkina Faso|Burundi|Cambodia|Cameroon"
    "|Canada|Chile|China|Colombia|Costa Rica|Croatia|Cuba|Cyprus|Czech Republic|Denmark|Dominican Republic"
    "|Ecuador|Egypt|El Salvador|Estonia|Eswatini|Ethiopia|Fiji|Finland|France|Gabon|Germany|Ghana|Greece"
    "|Guatemala|Haiti|Honduras|Hong Kong|Hungary|Iceland|India|Indonesia|Iran|Iraq|Ireland|Israel|Italy"
    "|Jamaica|Japan|Kazakhstan|Kenya|Kuwait|Kyrgyzstan|Laos|Latvia|Lebanon|Lesotho|Liberia|Libya|Lithuania"
    "|Luxembourg|Madagascar|Malawi|Malaysia|Mali|Malta|Mauritania|Mauritius|Mexico|Moldova|Mongolia|Morocco"
    "|Mozambique|Myanmar|Namibia|Nepal|Netherlands|New Zealand|Nicaragua|Nigeria|Norway|Oman|Pakistan|Panama"
    "|Papua New Guinea|Paraguay|Peru|Philippines|Poland|Portugal|Qatar|Romania|Russia|Rwanda|Saudi Arabia"
    "|Senegal|Serbia|Sierra Leone|Singapore|Slovakia|Slovenia|Somalia|South Africa|South Korea|Spain"
    "|Sri Lanka|Sudan|Sweden|Switzerland|Syria|Taiwan|Tanzania|Thailand|Togo|Trinidad and Tobago|Tunisia"
    "|Uganda|Ukraine|United Arab Emirates|United Kingdom|United States|Uruguay|Uzbekistan|Venezuela|Vietnam"
    "|Yemen|Zambia|Zimbabwe"
)
_OTHERWISE = {
    "USA": "United States",
    "U.S.A.": "United States",
    "U.S.": "United States",
    "US": "United States",
    "United States of America": "United States",
    "UK": "United Kingdom",
    "U.K.": "United Kingdom",
    "Great Britain": "United Kingdom",
    "England": "United Kingdom",
    "Scotland": "United Kingdom",
    "Wales": "United Kingdom",
    "Republic of Korea": "South Korea",
    "Korea": "South Korea",
    "The Gambia": "Gambia",
    "Türkiye": "Turkey",
    "Viet Nam": "Vietnam",
}
_COUNTRY = re.compile(
    rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(_OTHERWISE, key=len, reverse=True)))}|{_NAMES})(?![\w-])"
)
# A sentence without the first word of a name is told by its capitals.
_CAPITAL = re.compile(r"[A-Z]\w*")
_FIRST = frozenset(_CAPITAL.findall(name)[0] for name in (*_OTHERWISE, *_NAMES.split("|")))
_AT = re.compile(
    r"(?:\b(?:in|across|throughout|from|of|and|the)\s+(?:the\s+|northern\s+|southern\s+|eastern\s+|western\s+|rural\s+|urban\s+)?|[,;(]\s*)$",
    re.IGNORECASE,
)
_TOOK_PLACE = (
    r"(?:centers?|hospitals?|clinics?|sites?|practices|institutions?|conducted|carried out|performed|enrolled|recruited"
    r"|randomized|randomly|took place|undertaken|department|university|trial|study|countries|outpatients?|schools?|villages?)"
)
_MAKERS = r"(?:inc|ltd|gmbh|corp|corporation|software|institute inc|version|pharmaceuticals?|manufactured|laboratories)"


def read_countries(page: Page) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """The countries in which a study took place, in the order named, and the lines that say so."""
    found: dict[str, Line] = {}
    for line in page.parts("title", "methods", "design", None):
        text = page.text[line.span.start : line.span.end]
        if not _names_country(text) or not line.tape.hit(_TOOK_PLACE) or line.tape.hit(_MAKERS):
            continue
        for name in countries_in(text):
            found.setdefault(name, line)
    return tuple(found), tuple(dict.fromkeys(found.values()))


def _names_country(text: str) -> bool:
    return not _FIRST.isdisjoint(_CAPITAL.findall(text)) and _COUNTRY.search(text) is not None


def countries_in(text: str) -> tuple[str, ...]:
    """The countries that a sentence names as places, each once and in one spelling.

    >>> countries_in("At 23 centres in France, the UK and Germany; American women took part")
    ('France', 'United Kingdom', 'Germany')
    """
    names = (
        match.group() for match in _COUNTRY.finditer(text) if _AT.search(text[: match.start()])
    )
    return tuple(dict.fromkeys(_OTHERWISE.get(name, name) for name in names))
