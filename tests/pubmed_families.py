"""What records of PubMed XML state, family by family, told from the XML alone.

Nothing here is shared with the reader: elements are walked with plain lxml, values are told as the
graph should have them. A value is a tuple that begins with its field.
"""

import re
import unicodedata
from collections.abc import Iterator

from lxml import etree

Element = etree._Element
Value = tuple[str, ...]

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MESH = "http://id.nlm.nih.gov/mesh/"
REGISTRY = re.compile(r"NCT\d{8}|ISRCTN\d{8}|\d{4}-\d{6}-\d{2}")


def words(element: Element | None) -> str:
    """The words of an element on one line."""
    if element is None:
        return ""
    for strange in element.xpath(".//comment()|.//processing-instruction()"):
        raise AssertionError(f"a comment in a genuine record: {strange}")
    return re.sub(r"[ \t\r\n]+", " ", "".join(element.itertext())).strip(" ")


def folded(text: str) -> str:
    """Letters and digits alone: raised digits and bracketed ones are the same."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def every(element: Element, path: str) -> list[str]:
    """The words at each place of a path."""
    return [text for text in map(words, element.xpath(path)) if text]


def day(element: Element) -> str | None:
    """A date in ISO form, as precise as its parts are plain."""
    year, month, number = (
        next(iter(every(element, part)), "") for part in ("Year", "Month", "Day")
    )
    if not re.fullmatch(r"\d{4}", year):
        return None
    if not month:
        return year
    at = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    return f"{year}-{at:02d}-{int(number):02d}" if number else f"{year}-{at:02d}"


def issued(record: Element) -> str | None:
    """The date of the issue: of a season or a range the year."""
    for date in record.xpath(".//JournalIssue/PubDate|.//Book/PubDate"):
        loose = every(date, "MedlineDate")
        if loose:
            exact = re.fullmatch(r"(\d{4}) ([A-Z][a-z]{2})(?: (\d{1,2}))?", loose[0])
            return None if exact else loose[0][:4]
        if every(date, "Season"):
            return every(date, "Year")[0]
        return day(date)
    return None


# --- Families -----------------------------------------------------------------------------------


def citation(record: Element) -> Iterator[Value]:
    """What a reader needs to find the article, and what it is called."""
    simple = {
        "pmid": ".//MedlineCitation/PMID|./PMID|.//BookDocument/PMID",
        "journal": ".//MedlineJournalInfo/MedlineTA|.//Book/BookTitle",
        "journalTitle": ".//Journal/Title",
        "volume": ".//JournalIssue/Volume",
        "issue": ".//JournalIssue/Issue",
        "pageStart": ".//Pagination/StartPage",
        "pageEnd": ".//Pagination/EndPage",
        "issn": ".//Journal/ISSN|.//ISSNLinking",
        "nlmId": ".//NlmUniqueID",
        "publicationCountry": ".//MedlineJournalInfo/Country",
        "language": ".//Article/Language|.//BookDocument/Language",
        "alternative": ".//VernacularTitle",
        "publicationStatus": "./PubmedData/PublicationStatus|./PubmedBookData/PublicationStatus",
    }
    for field, path in simple.items():
        for text in dict.fromkeys(every(record, path)):
            yield field, text
    titles = every(record, ".//Article/ArticleTitle|.//BookDocument/ArticleTitle")
    for title in titles or every(record, ".//BookTitle"):
        yield "title", folded(title)
    if found := issued(record):
        yield "issued", found
    for date in record.xpath(".//DateRevised"):
        yield "modified", day(date) or ""
    for article in record.xpath(".//Article[@PubModel]"):
        yield "publicationModel", article.get("PubModel")
    for cited in record.xpath("descendant-or-self::MedlineCitation[@Status]"):
        yield "recordStatus", cited.get("Status")
        if cited.get("IndexingMethod"):
            yield "indexingMethod", cited.get("IndexingMethod")


def pages(record: Element) -> str | None:
    """The pages as MEDLINE writes them, where first and last are not told apart."""
    if record.xpath(".//Pagination/StartPage"):
        return None
    return next(iter(every(record, ".//Pagination/MedlinePgn")), None)


def identifiers(record: Element) -> Iterator[Value]:
    """Every identifier, under whatever property: only its value and the article count."""
    pmid = every(record, ".//MedlineCitation/PMID|./PMID|.//BookDocument/PMID")[0]
    lists = ".//ELocationID[not(@ValidYN='N')]|.//OtherID|" + "|".join(
        f"{place}/ArticleIdList/ArticleId"
        for place in ("./PubmedData", "./PubmedBookData", ".//BookDocument")
    )
    for element in record.xpath(lists):
        value = words(element)
        if value and value != pmid:
            is_doi = re.match(r"10\.\d{4,}/", value) is not None
            yield "identifier", value.lower() if is_doi else value


def authors(record: Element) -> Iterator[Value]:
    """How many persons, which groups, how many investigators."""
    persons = record.xpath(
        ".//AuthorList[not(@Type='editors')][not(@CompleteYN='N')]"
        "/Author[not(@ValidYN='N')][not(CollectiveName)]"
    )
    cut = record.xpath(".//AuthorList[not(@Type='editors')][@CompleteYN='N']")
    if persons and not cut:
        yield "authorCount", str(len(persons))
    for group in every(record, ".//Author[not(@ValidYN='N')]/CollectiveName"):
        yield "collectiveAuthor", group
    investigators = record.xpath(".//InvestigatorList/Investigator")
    if investigators:
        yield "investigatorCount", str(len(investigators))


def publication_types(record: Element) -> Iterator[Value]:
    """Each by identifier; by name where the record has no identifier."""
    for element in record.xpath(".//PublicationType"):
        yield ("type", MESH + element.get("UI")) if element.get("UI") else ("type", words(element))


def headings(record: Element) -> Iterator[Value]:
    """Each line: descriptor, qualifier, star; by name where there is no identifier."""

    def named(element: Element) -> str:
        ui = element.get("UI")
        return MESH + ui if ui else words(element)

    for heading in record.xpath(".//MeshHeading"):
        [descriptor] = heading.xpath("DescriptorName")
        star = descriptor.get("MajorTopicYN") == "Y"
        for qualifier in heading.xpath("QualifierName"):
            either = star or qualifier.get("MajorTopicYN") == "Y"
            yield "heading", named(descriptor), named(qualifier), str(either)
        if not heading.xpath("QualifierName"):
            yield "heading", named(descriptor), "", str(star)
    for supplement in record.xpath(".//SupplMeshName"):
        yield "heading", named(supplement), "", "False"


def substances(record: Element) -> Iterator[Value]:
    """Each with its identifier or name, and its registry number."""
    for chemical in record.xpath(".//Chemical"):
        [name] = chemical.xpath("NameOfSubstance")
        [number] = chemical.xpath("RegistryNumber")
        known = MESH + name.get("UI") if name.get("UI") else words(name)
        yield "substance", known, "" if words(number) == "0" else words(number)


def registry_numbers(record: Element) -> Iterator[Value]:
    """Numbers of trials, and of other data banks after the name of the bank."""
    for bank in record.xpath(".//DataBank"):
        [name] = every(bank, "DataBankName")
        for number in every(bank, ".//AccessionNumber"):
            trial = REGISTRY.fullmatch(number)
            yield ("registryId", number) if trial else ("accession", f"{name}/{number}")


def notices(record: Element) -> Iterator[Value]:
    """Comments and corrections: the kind, the PMID, the citation."""
    for other in record.xpath(".//CommentsCorrections[not(@RefType='Cites')]"):
        kind = other.get("RefType")
        source, pmid = every(other, "RefSource"), every(other, "PMID")
        yield "notice", kind[0].lower() + kind[1:], *(pmid or [""]), *(source or [""])


def abstracts(record: Element) -> Iterator[Value]:
    """Each part of the abstract: its label, the part that NLM says it plays, its words."""
    for part in record.xpath(
        ".//Article/Abstract/AbstractText|.//BookDocument/Abstract/AbstractText"
    ):
        if folded(words(part)):
            label = " ".join((part.get("Label") or "").split()).rstrip(" :.")
            label = "" if label.upper() in {"UNLABELLED", "UNASSIGNED"} else label
            category = part.get("NlmCategory") or ""
            category = "" if category in {"UNLABELLED", "UNASSIGNED"} else category
            yield "section", label, category, folded(words(part))


def others(record: Element) -> Iterator[Value]:
    """Keywords, grants, gene symbols, dates, references."""
    for keyword in every(record, ".//Keyword"):
        yield "keyword", keyword
    for grant in record.xpath(".//Grant"):
        parts = ("GrantID", "Acronym", "Agency", "Country")
        yield "grant", "/".join(text for part in parts for text in every(grant, part))
    for symbol in every(record, ".//GeneSymbol"):
        yield "geneSymbol", symbol
    for number in every(record, ".//NumberOfReferences"):
        yield "referenceCount", number
    for date in record.xpath(".//ArticleDate"):
        yield "available", day(date) or ""
    history = {"received": "dateSubmitted", "accepted": "dateAccepted"}
    history |= dict.fromkeys(("aheadofprint", "epublish"), "available")
    for date in record.xpath(".//PubMedPubDate"):
        if date.get("PubStatus") in history:
            yield history[date.get("PubStatus")], day(date) or ""
    for pmid in every(record, ".//CommentsCorrections[@RefType='Cites']/PMID"):
        yield "citedPmid", pmid
    for reference in record.xpath(".//Reference"):
        pmids = every(reference, ".//ArticleId[@IdType='pubmed'][.!='0']")
        dois = every(reference, ".//ArticleId[@IdType='doi']")
        plain = [doi.lower() for doi in dois if re.fullmatch(r"10\.\d{4,9}/\S+", doi)]
        yield from (("citedPmid", pmid) for pmid in pmids[:1])
        yield from (("citedDoi", doi) for doi in plain[:1] if not pmids)


FAMILIES = {
    "citation": citation,
    "identifiers": identifiers,
    "authors": authors,
    "publication types": publication_types,
    "headings": headings,
    "substances": substances,
    "registry numbers": registry_numbers,
    "comments and corrections": notices,
    "abstract sections": abstracts,
    "keywords, grants, dates, references": others,
}


# --- What has no place --------------------------------------------------------------------------

# Every element of the corpus with words of its own, by what becomes of it: the names of fields that
# are counted. What is not here is in the families above.
COUNTED = {
    "Author": ".//Author[not(CollectiveName) or @ValidYN='N' or count(*)>1]|.//Article/Affiliation",
    "CitationSubset": ".//CitationSubset",
    "CoiStatement": ".//CoiStatement",
    "CopyrightInformation": ".//Article/Abstract/CopyrightInformation"
    "|.//BookDocument/Abstract/CopyrightInformation",
    "GeneralNote": ".//GeneralNote",
    "Investigator": ".//Investigator",
    "Medium": ".//Medium",
    "Object": ".//Object",
    "OtherAbstract": ".//OtherAbstract",
    "Publisher": ".//Publisher",
    "BeginningDate": ".//BeginningDate",
    "RecordDate": ".//DateCreated|.//DateCompleted|.//PubMedPubDate[not(@PubStatus='received' or"
    " @PubStatus='accepted' or @PubStatus='aheadofprint' or @PubStatus='epublish')]",
    "Section": ".//Section",
}
PLACED = (
    "PMID ArticleTitle AbstractText PubDate Volume Issue Pagination Title ISOAbbreviation MedlineTA"
    " NlmUniqueID ISSN ISSNLinking Country Language VernacularTitle ArticleDate DateRevised"
    " DataBank Chemical PublicationType MeshHeading SupplMeshName Keyword Grant GeneSymbol"
    " NumberOfReferences CollectiveName CommentsCorrections Reference ArticleId ELocationID OtherID"
    " PublicationStatus PubMedPubDate BookTitle"
).split()


def counted(record: Element) -> dict[str, int]:
    """How often each field without a place is there."""
    counts = {name: len(record.xpath(path)) for name, path in COUNTED.items()}
    loose = [
        reference
        for reference in record.xpath(".//Reference")
        if not every(reference, ".//ArticleId[@IdType='pubmed'][.!='0']")
        and not any(
            re.fullmatch(r"10\.\d{4,9}/\S+", doi)
            for doi in every(reference, ".//ArticleId[@IdType='doi']")
        )
    ]
    return {name: count for name, count in {**counts, "Reference": len(loose)}.items() if count}


def unknown(record: Element) -> set[str]:
    """Elements with words that neither a family nor a count of the above looks at."""
    known = {each for path in COUNTED.values() for each in record.xpath(path)}
    return {
        str(each.tag)
        for each in record.iter("*")
        if (each.text or "").strip()
        and not any(up in known or up.tag in PLACED for up in (each, *each.iterancestors()))
    }
