"""``python -m copies SEEDS REPORT``, run in ``tests/``: reads all copies, writes what was found."""

import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from copies.facts import Held
from copies.making import copies_of, held, paraphrases_of
from copies.mutation import Copy
from copies.report import failures, nearest, share, table, told_of

SHOWN = 40
SEEN = 5
CASCADE = 5


def main(seeds: Path, target: Path) -> None:
    """Write the report of all copies."""
    plain, worded = list(copies_of(seeds)), list(paraphrases_of(seeds))
    lines = ["# Changed copies", ""]
    results = [held(copy) for copy in plain]
    lines += [
        *_part("Copies", results),
        "### The most telling failures",
        "",
        *_telling(results, plain),
    ]
    results = [held(copy) for copy in worded]
    lines += ["", *_part("Paraphrases", results), "### Sentences not read", ""]
    lines += _worded(results, worded)
    target.write_text("\n".join(lines) + "\n", encoding="utf-8")


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
        kept = []
        for fact in case.missing:
            key = (case.seed, fact.family, fact.kind)
            seen[key] += 1
            if seen[key] <= SEEN:
                kept.append(fact)
        short = case._replace(missing=tuple(kept), invented=case.invented[:3])
        told += failures(short, copy.text)
    return told[:SHOWN]


def _worded(results: Sequence[Held], copies: Sequence[Copy]) -> list[str]:
    """Each wording that lost facts or made some up: the sentence, and what it came to."""
    told: list[str] = []
    for case, copy in zip(results, copies, strict=True):
        again = ", numbers" in copy.name or copy.name.startswith("#")
        if not (case.invented or (case.missing and not again)):
            continue
        lost = Counter(f"{f.family} {f.kind}" for f in case.missing)
        line = f"* **{case.seed} · {case.copy}**: {copy.sentence}\n  * lost {len(case.missing)}: "
        told.append(line + ", ".join(f"{name} ×{n}" if n > 1 else name for name, n in lost.items()))
        if len(case.missing) < CASCADE:
            told += [f"  * expected `{f}` — {nearest(f, case.statements)}" for f in case.missing]
        told += [f"  * INVENTED `{told_of(s)}`" for s in case.invented]
    return told


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
