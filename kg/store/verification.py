"""A store against its manifest.

In: a store folder, as damaged as it may be. Out: what is not as it was published.
"""

from collections.abc import Iterator
from pathlib import Path

from kg.errors import StoreDamaged
from kg.store import folder, manifest, vocabularies
from kg.store.manifest import Finding


def verify(root: Path | str) -> list[Finding]:
    """Every file of the current generation that is not as it was published; none is well.

    *Errors*: ``NoStore``, and ``StoreDamaged`` where no generation can be found.
    """
    root = Path(root)
    place = folder.current(root)
    try:
        made = manifest.read(place)
    except StoreDamaged as error:
        return [Finding(manifest.NAME, error.got or error.what)]
    return [*manifest.check(place, made, hashes=True), *_altered_vocabularies(root, made)]


def _altered_vocabularies(root: Path, made: manifest.Manifest) -> Iterator[manifest.Finding]:
    now = {word.entry.name: word.entry.sha256 for word in vocabularies.installed(root)}
    for word in made.vocabularies:
        if now.get(word.name) != word.sha256:
            name = f"{folder.VOCABULARIES}/{word.name}"
            yield manifest.Finding(name, "is not the vocabulary that was loaded")
