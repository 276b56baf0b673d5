"""Genuine registry records many times over, each copy as a study of its own.

In: a zip of records as the registry gives them, and a number. Out: a zip of so many copies of each,
or of so many of those without results and fewer of those with, which come to 25 times as many
statements. A copy has other registry numbers (of a range that is not given out), other numbers of
its sponsor and of its papers, and a mark behind its titles, so that nothing ties it to the others:
they share what records of a registry share, their sponsors, conditions and drugs.

Run from the folder ``tests`` as ``python -m multiplied STUDIES.zip TIMES OUT.zip [FEWER]``.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

import msgspec

_NUMBER: Final = re.compile(rb"NCT\d{8}")
_RESULTS: Final = re.compile(rb'"resultsSection" ?:')
_PAPER: Final = re.compile(rb'("pmid": ?")(\d+)"')
_TITLES: Final = ("acronym", "briefTitle", "officialTitle")
_UNUSED: Final = 50_000_000  # neither the registry nor PubMed has come so far


def multiplied(source: Path, times: int, out: Path, with_results: int | None = None) -> int:
    """How many records there are, once each stands so many times in a new archive."""
    seldom = times if with_results is None else with_results
    made = 0
    with ZipFile(source) as archive, ZipFile(out, "w", ZIP_DEFLATED, compresslevel=1) as to:
        records = [(name, archive.read(name)) for name in sorted(archive.namelist())]
        shifts = Shifts(content for _, content in records)
        for copy in range(times):
            for name, content in records:
                if copy < seldom or not _RESULTS.search(content):
                    named = copied(content, copy, shifts) if copy else content
                    to.writestr(f"{copy:05}/{name}", named)
                    made += 1
    return made


class Shifts:
    """Where the numbers of a copy begin, and the place of each among all that are met."""

    def __init__(self, records: Iterator[bytes]) -> None:
        numbers, papers = set[bytes](), set[bytes]()
        for content in records:
            numbers.update(_NUMBER.findall(content))
            papers.update(found for _, found in _PAPER.findall(content))
        self._numbers = {number: place for place, number in enumerate(sorted(numbers))}
        self._papers = {paper: place for place, paper in enumerate(sorted(papers))}

    def number(self, old: bytes, copy: int) -> bytes:
        """The registry number that a copy has for one: the same for the same."""
        return b"NCT%08d" % (_UNUSED + copy * len(self._numbers) + self._numbers[old])

    def paper(self, old: bytes, copy: int) -> bytes:
        """The PubMed number that a copy has for one."""
        return b"%d" % (_UNUSED + copy * len(self._papers) + self._papers[old])


def copied(content: bytes, copy: int, shifts: Shifts) -> bytes:
    """A record as a study of its own, laid out as it was."""
    content = _NUMBER.sub(lambda found: shifts.number(found[0], copy), content)
    content = _PAPER.sub(lambda found: b'%b%b"' % (found[1], shifts.paper(found[2], copy)), content)
    record = msgspec.json.decode(content)
    _mark(record["protocolSection"]["identificationModule"], f"copy{copy}")
    return msgspec.json.format(msgspec.json.encode(record), indent=1)


def _mark(names: dict[str, Any], mark: str) -> None:
    for title in _TITLES:
        if title in names:
            names[title] += f" {mark}"
    for numbered in (names["orgStudyIdInfo"], *names.get("secondaryIdInfos", ())):
        if not numbered.get("id", "NCT").startswith("NCT"):
            numbered["id"] += f"-{mark}"


if __name__ == "__main__":
    given, number, wanted, *few = sys.argv[1:]
    records = multiplied(Path(given), int(number), Path(wanted), *map(int, few))
    sys.stdout.write(f"{records:,}\n")
