"""A store against its manifest.

In: a store folder, as damaged as it may be. Out: what is not as it was published.
"""

from collections.abc import Iterator
from pathlib import Path

from kg import __version__
from kg.errors import StoreDamaged
from kg.store import folder, manifest, vocabularies
from kg.store.manifest import Finding


def verify(root: Path | str) -> list[Finding]:
    """Every file of the current generation that is not as it was published; none is well.

    A vocabulary is held against its own checksums: that another one was loaded is no damage.

    *Errors*: ``NoStore``, and ``StoreDamaged`` where no generation can be found.
    """
    root = Path(root)
    place = folder.current(root)
    try:
        made = manifest.read(place)
    except StoreDamaged as error:
        return [Finding(manifest.NAME, error.got or error.what)]
    own = _altered_manifest(place, made)
    return [*own, *manifest.check(place, made, hashes=True), *_altered_vocabularies(root, made)]


def _altered_manifest(place: Path, made: manifest.Manifest) -> Iterator[Finding]:
    """What no seal tells: the name of a field, say, that nobody knows and that was empty."""
    same = (place / manifest.NAME).read_bytes() == manifest.encode(made)
    if made.kg == __version__ and not same:  # another version may have written it otherwise
        yield Finding(manifest.NAME, "is not as it was written")


def _altered_vocabularies(root: Path, made: manifest.Manifest) -> Iterator[Finding]:
    found = list(vocabularies.altered(root))
    yield from found
    if any(finding.file.endswith(vocabularies.SOURCE) for finding in found):
        return  # nobody can tell what the others were loaded for
    loaded = {word.name: word.sha256 for word in made.vocabularies}
    for word in vocabularies.installed(root):
        # Without checksums of its own a vocabulary can only be what the build loaded.
        if not word.source.files and loaded.get(word.entry.name) != word.entry.sha256:
            name = f"{folder.VOCABULARIES}/{word.entry.name}"
            yield Finding(name, "is not the vocabulary that was loaded")


def newer(root: Path | str) -> list[str]:
    """The vocabularies that the last build did not have so: added, replaced or removed since.

    *Errors*: as for :func:`verify`, where the manifest cannot be read.
    """
    root = Path(root)
    loaded = {word.name: word.sha256 for word in manifest.read(folder.current(root)).vocabularies}
    now = {word.entry.name: word.entry.sha256 for word in vocabularies.installed(root)}
    return sorted(name for name in loaded | now if loaded.get(name) != now.get(name))
