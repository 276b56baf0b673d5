"""What a store knows → a grounder: vocabularies, mappings, and what persons decided.

    STORE/mappings/NAME.sssom.tsv   a set of mappings that was taken in
    STORE/mappings/names.idx        names that come by exact matches, made when they are needed

In: a store folder, which need not be there. Out: a grounder; mapping sets.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

import msgspec

from kg import __version__, resources
from kg.errors import InputError, UsageError
from kg.linking import keys, lexicon, mapping_sets, mesh
from kg.linking.concept_links import Given, Linker
from kg.linking.grounding import Decisions, Grounder
from kg.linking.index import FORMAT, Builder, Entry, Index, Lent, require_readable
from kg.linking.mapping_sets import EXACT, MANUAL, MappingSet, Match
from kg.linking.thesaurus import Name, Term, TermKind
from kg.namespaces import CONCEPT, MESH
from kg.store import locked
from kg.vocabularies.contents import told
from kg.vocabularies.installing import NAMES, require_name

MAPPINGS: Final = "mappings"
_SUFFIX: Final = ".sssom.tsv"
_PACKAGED: Final = ("concepts", "ontology")


# --- Sets of mappings ----------------------------------------------------------------------------


def add_mappings(file: Path, root: Path, name: str | None = None) -> tuple[str, MappingSet]:
    """The set of mappings of a file, once the store keeps it; one of its name is replaced.

    *Errors*: ``InputError`` for what is no SSSOM table; the store is then as it was.
    """
    chosen = name or file.name.lower().split(".")[0].replace("_", "-")
    require_name(chosen)
    with told(str(file)):
        text = file.read_text(encoding="utf-8")
    found = mapping_sets.read(text, str(file))
    if not found.matches:
        raise InputError("there are no mappings in it", where=str(file))
    with locked(root):
        place = root / MAPPINGS / f"{chosen}{_SUFFIX}"
        place.parent.mkdir(exist_ok=True)
        fresh = place.with_suffix(".tmp")
        fresh.write_text(text, encoding="utf-8", newline="\n")
        fresh.replace(place)
    return chosen, found


def mapping_set(name: str, root: Path) -> MappingSet:
    """A set of the package or of a store by its name.

    *Errors*: ``UsageError`` where there is none.
    """
    return mapping_sets.read(*mapping_text(name, root))


def mapping_text(name: str, root: Path) -> tuple[str, str]:
    """The table of a set of mappings as it stands, and where.

    *Errors*: ``UsageError`` where there is none of this name.
    """
    place = _places(root).get(name)
    if place is None:
        known = ", ".join(_places(root))
        raise UsageError("there is no such set of mappings", got=name, expected=known)
    return place.read_text(encoding="utf-8"), str(place)


def mapping_names(root: Path) -> tuple[str, ...]:
    """The names of all sets, those of the package first."""
    return tuple(_places(root))


def _places(root: Path) -> dict[str, Path]:
    ours = resources.folder("ontology") / "mappings"
    found = {name: ours / f"{name}{_SUFFIX}" for name in _PACKAGED}
    for place in sorted((root / MAPPINGS).glob(f"*{_SUFFIX}")):
        found.setdefault(place.name.removesuffix(_SUFFIX), place)
    return found


# --- The grounder --------------------------------------------------------------------------------


class _Known(NamedTuple):
    """What a store knows of names: its vocabularies, the names lent to them, what was decided."""

    indexes: list[Index]
    lent: Index
    decided: Decisions
    sets: dict[str, tuple[Match, ...]]
    own: bool


def grounder(root: Path) -> Grounder:
    """Everything that a store knows of names; without vocabularies, the slice of the package.

    Where the names by exact matches are kept, only sets that speak of our concepts are read.
    """
    files = _names_of(root)
    lent = _kept(root, files)
    if lent is None:
        known = _known(root)
        return Grounder([*known.indexes, known.lent], known.decided)
    texts = (mapping_text(name, root) for name in _places(root))
    ours = (mapping_sets.read(text, where) for text, where in texts if _OURS.search(text))
    decided = decisions(match for found in ours for match in found.matches)
    return Grounder([*_indexes(files), lent], decided)


_OURS: Final = re.compile(rf"\bconcept:|{re.escape(CONCEPT)}")


def linker(root: Path) -> Linker:
    """What links concepts to each vocabulary of a store; without any, to the package's slice.

    Of the slice nobody says what kind of thing a term is, so that names are not taken apart.
    """
    known = _known(root)
    asked = [Grounder([index, _of_its_own(index, known)], known.decided) for index in known.indexes]
    ours = [match for name in _PACKAGED for match in known.sets[name]]
    theirs = [(name, matches) for name, matches in known.sets.items() if name not in _PACKAGED]
    strict = [Grounder([index]) for index in known.indexes]
    return Linker(asked, Given(ours, theirs), strict=strict, parts=known.own)


def require_names(root: Path) -> None:
    """Nothing, where the names of all vocabularies of a store can be read.

    *Errors*: ``StoreError``, before anybody has waited for them.
    """
    for file in sorted((root / "vocabularies").glob(f"*/{NAMES}")):
        require_readable(file)


def _of_its_own(index: Index, known: _Known) -> Index:
    """The names that are lent to the terms of one vocabulary."""
    return known.lent if len(known.indexes) == 1 else Lent(known.lent, index)


def _known(root: Path) -> _Known:
    files = _names_of(root)
    indexes = _indexes(files) or [_slice()]
    sets = {name: mapping_set(name, root).matches for name in _places(root)}
    matches = [match for some in sets.values() for match in some]
    decided = decisions(matches)
    lent = _kept(root, files) or _mapped(matches, indexes, decided, root, files)
    return _Known(indexes, lent, decided, sets, bool(files))


def _names_of(root: Path) -> list[Path]:
    """The files of names of a store's vocabularies."""
    return sorted((root / "vocabularies").glob(f"*/{NAMES}"))


def _indexes(files: Iterable[Path]) -> list[Index]:
    return [Index(file.read_bytes(), str(file)) for file in files]


@cache
def _slice() -> Index:
    """The MeSH of the package: preferred names of descriptors."""
    builder = Builder()
    for each in mesh.descriptors():
        builder.add(Term(iri=MESH + each.ui, label=each.name))
    return Index(builder.finish())


def decisions(matches: Iterable[Match]) -> Decisions:
    """What persons decided of concepts of ours: curated exact matches, and negative ones.

    That a term of one vocabulary is not a term of another says nothing of a word that names both:
    such a row takes back a match (see ``_names``), not a name.
    """
    accepted: dict[str, set[str]] = defaultdict(set)
    rejected: dict[str, set[str]] = defaultdict(set)
    for match in matches:
        if match.subject.startswith(CONCEPT):
            for iri, label in _labels(match):
                if match.negated:
                    rejected[keys.folded(label)].add(iri)
                elif _is_accepted(match) and label == match.subject_label:
                    accepted[keys.folded(label)].add(iri)
    return Decisions(accepted, rejected)


def _is_accepted(match: Match) -> bool:
    """Whether a person said that a concept is a term."""
    return match.justification == MANUAL and match.predicate == EXACT


# --- Names by exact matches ----------------------------------------------------------------------


def _mapped(
    matches: Sequence[Match],
    indexes: Sequence[Index],
    decided: Decisions,
    root: Path,
    files: Sequence[Path],
) -> Index:
    """The names that terms have elsewhere, kept in the store where there is one."""
    builder = Builder()
    for iri, names in sorted(_names(matches, decided).items()):
        entry = next((found for index in indexes if (found := index.entry_of(iri))), None)
        if entry is not None:
            builder.add(_term(entry, names))
    data = builder.finish()
    if files:
        _keep(data, root, files)
    return Index(data)


def _keep(data: bytes, root: Path, files: Sequence[Path]) -> None:
    """Set the names down for the next time; where nothing can be written they are made anew."""
    with suppress(OSError):
        (root / MAPPINGS).mkdir(exist_ok=True)
        (root / MAPPINGS / NAMES).write_bytes(data)
        (root / MAPPINGS / _MARK).write_bytes(_state(root, files))


def _term(entry: Entry, names: Iterable[str]) -> Term:
    kinds: tuple[TermKind, ...] = tuple(sorted(entry.kinds))  # type: ignore[arg-type]
    return Term(
        iri=entry.iri,
        label=entry.label,
        names=tuple(Name(name, "mapped") for name in sorted(names)),
        kinds=kinds,
    )


def _names(matches: Sequence[Match], decided: Decisions) -> Mapping[str, set[str]]:
    """Names by term, without those that would name two terms of one vocabulary."""
    denied = {(match.subject, match.object) for match in matches if match.negated}
    denied |= {(other, one) for one, other in denied}
    written: dict[str, str] = {}
    ours: dict[str, set[str]] = defaultdict(set)
    others: dict[str, set[str]] = defaultdict(set)
    for match in matches:
        if match.predicate != EXACT or (match.subject, match.object) in denied:
            continue
        for iri, label in _labels(match):
            said = ours if match.subject.startswith(CONCEPT) else others
            said[written.setdefault(keys.folded(label), label)].add(iri)
    # A name that the lexicon gives to a concept is not given to another by an imported set.
    found: dict[str, set[str]] = defaultdict(set)
    for name, iris in (*ours.items(), *((n, i) for n, i in others.items() if n not in ours)):
        for iri in _alone(iris - set(decided.rejected.get(keys.folded(name), ()))):
            found[iri].add(name)
    return found


def _labels(match: Match) -> Iterator[tuple[str, str]]:
    """Which term has which name by a mapping; a concept of ours has the names of the lexicon."""
    if match.subject.startswith(CONCEPT):
        slug = match.subject.removeprefix(CONCEPT)
        for label in dict.fromkeys((match.subject_label, *lexicon().labels(slug))):
            yield match.object, label
        return
    if match.subject_label:
        yield match.object, match.subject_label
    if match.object_label:
        yield match.subject, match.object_label


def _alone(iris: Iterable[str]) -> Iterator[str]:
    by: dict[str, list[str]] = defaultdict(list)
    for iri in iris:
        by[mapping_sets.vocabulary(iri)].append(iri)
    return (several[0] for several in by.values() if len(several) == 1)


_MARK: Final = "names.json"


def _kept(root: Path, files: Sequence[Path]) -> Index | None:
    """The names as they were made before, where nothing has changed since."""
    mark, place = root / MAPPINGS / _MARK, root / MAPPINGS / NAMES
    if not files or not mark.is_file() or mark.read_bytes() != _state(root, files):
        return None
    return Index(place.read_bytes(), str(place))


def _state(root: Path, files: Sequence[Path]) -> bytes:
    """What the names are made of, as a few bytes that differ when it does."""
    every = [*files, *_places(root).values()]
    stats = [(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in every]
    return msgspec.json.encode([__version__, FORMAT, stats])
