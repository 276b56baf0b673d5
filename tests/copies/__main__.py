"""``python -m copies SEEDS REPORT``, run in ``tests/``: reads all copies, writes what was found."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from copies.facts import Held
from copies.making import blind_of, copies_of, fresh_of, held, paraphrases_of
from copies.mutation import Copy
from copies.report import failures, nearest, share, table, told_of
from copies.statements import Statement

SHOWN, LONG = 40, 600
SEEN = 5
CASCADE = 5


def main(seeds: Path, target: Path) -> None:
    """Write the report of all copies."""
    plain, worded = list(copies_of(seeds)), list(paraphrases_of(seeds))
    lines = ["# Changed copies", ""]
    results = [_held(copy) for copy in plain]
    lines += [
        *_part("Copies", results),
        "### The most telling failures",
        "",
        *_telling(results, plain),
    ]
    results = [_held(copy) for copy in worded]
    lines += ["", *_part("Paraphrases", results), "### Sentences not read", ""]
    lines += _worded(results, worded)
    fresh = list(fresh_of(seeds))
    results = [_held(copy) for copy in fresh]
    lines += ["", *_part("Fresh paraphrases (only those with inventions are shown)", results)]
    invented = [case._replace(missing=()) for case in results]
    lines += _worded(invented, fresh)
    blind = list(blind_of(seeds))
    results = [_held(copy) for copy in blind]
    lines += ["", *_part("Blind paraphrases", results), *_worded(results, blind)]
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _held(copy: Copy) -> Held:
    """The copy held against its facts; a reader that falls over has read nothing: told."""
    try:
        return held(copy)
    except Exception as fault:  # noqa: BLE001 - told in the report
        told = (Statement("crash", {"fault": repr(fault)}),)
        return Held(copy.name, copy.seed, (), copy.facts, told, told)


def _part(name: str, results: Sequence[Held]) -> list[str]:
    lines = [f"## {name}", "", "```", table(results), "```", ""]
    for seed in "KAS":
        own = [h for h in results if h.seed == seed]
        lines.append(f"* {seed}: {len(own)} copies, {share(own):.1f}%")
    return [*lines, ""]


def _telling(results: Sequence[Held], copies: Sequence[Copy]) -> list[str]:
    """Failures of single changes first; no family's kind more than a few times, inventions all."""
    told: list[str] = []
    seen: Counter[tuple[str, str, str]] = Counter()
    pairs = zip(results, copies, strict=True)
    for case, copy in sorted(pairs, key=lambda pair: pair[0].copy.startswith("#")):
        new = []
        for fact in case.missing:
            key = (case.seed, fact.family, fact.kind)
            seen[key] += 1
            if seen[key] <= SEEN:
                new.append(fact)
        if len(case.missing) >= CASCADE and new:
            told.append(_cascade(case, copy))
        elif new or case.invented:
            told += failures(case._replace(missing=tuple(new)), copy.text)
    return told[:SHOWN]


def _cascade(case: Held, copy: Copy) -> str:
    """A copy that lost many facts at once: what changed, and what was lost."""
    lost = Counter(f"{f.family} {f.kind}" for f in case.missing)
    names = ", ".join(f"{name} ×{n}" if n > 1 else name for name, n in lost.items())
    first = f"* **{case.seed} · {case.copy}**: {copy.sentence[:LONG]}"
    if names:
        first += f"\n  * lost {len(case.missing)}: {names}"
    return "\n".join([first, *(f"  * INVENTED `{told_of(s)}`" for s in case.invented)])


def _worded(results: Sequence[Held], copies: Sequence[Copy]) -> list[str]:
    """Each wording that lost facts or made some up: the sentence, and what it came to."""
    told: list[str] = []
    for case, copy in zip(results, copies, strict=True):
        again = ", numbers" in copy.name or copy.name.startswith("#")
        if not (case.invented or (case.missing and not again)):
            continue
        told.append(_cascade(case, copy))
        if len(case.missing) < CASCADE:
            told += [f"  * expected `{f}` — {nearest(f, case.statements)}" for f in case.missing]
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
