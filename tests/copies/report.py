"""What was read of the copies, as Markdown: shares by family, failures, inventions.

In: copies held against their facts. Out: lines of a report.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from copies.facts import Fact, Held, agrees, shares, shown
from copies.statements import Statement


def share(held: Iterable[Held]) -> float:
    """The share of all asked facts that were found, in percent."""
    pairs = [(len(h.found), len(h.found) + len(h.missing)) for h in held]
    asked = sum(n for _, n in pairs)
    return 100 * sum(n for n, _ in pairs) / asked if asked else 100.0


def table(held: Sequence[Held]) -> str:
    """The share of facts found, family by family, then in all."""
    lines = [f"{len(held)} copies, {share(held):.1f}% of facts, {_invented(held)} invented"]
    for family, (found, asked) in shares(held).items():
        mark = "" if found == asked else f"  −{asked - found}"
        lines.append(f"{family:>4} {100 * found / asked:6.1f}%  {found}/{asked}{mark}")
    return "\n".join(lines)


def _invented(held: Iterable[Held]) -> int:
    return sum(len(h.invented) for h in held)


def failures(case: Held, text: str) -> Iterator[str]:
    """The failures of one copy, one entry a sentence: what was expected, what was read instead."""
    by_sentence: dict[str, list[str]] = {}
    for fact in case.missing:
        sentence = _sentence(text, fact.fields.values())
        line = f"  * expected: `{fact}` — got: `{nearest(fact, case.statements)}`"
        by_sentence.setdefault(sentence, []).append(line)
    for statement in case.invented:
        sentence = _sentence(text, statement.fields.values())
        by_sentence.setdefault(sentence, []).append(f"  * INVENTED: `{told_of(statement)}`")
    for sentence, lines in by_sentence.items():
        yield "\n".join([f"* **{case.seed} · {case.copy}**: {sentence[:600]}", *lines])


def told_of(statement: Statement) -> str:
    """A statement with the fields it has."""
    fields = ", ".join(f"{k}={shown(v)}" for k, v in statement.fields.items() if v is not None)
    return f"{statement.kind}: {fields}"


def nearest(fact: Fact, statements: Iterable[Statement]) -> str:
    """How the most similar statement differs from a fact that was not found."""
    alike = [s for s in statements if s.kind == fact.kind]
    if not alike:
        return f"no {fact.kind} at all"
    best = max(alike, key=lambda s: sum(agrees(s.fields.get(k), v) for k, v in fact.fields.items()))
    wrong = {
        k: best.fields.get(k) for k, v in fact.fields.items() if not agrees(best.fields.get(k), v)
    }
    return f"nearest differs in {', '.join(f'{k}={shown(v)}' for k, v in wrong.items())}"


def _sentence(text: str, values: Iterable[object]) -> str:
    words = {w for v in values if v is not None for w in re.findall(r"[\w.]+", shown(v).lower())}
    return max(sentences(text), key=lambda s: len(words & set(re.findall(r"[\w.]*\w", s.lower()))))


def sentences(text: str) -> list[str]:
    """The sentences of a copy, roughly."""
    return [s for s in re.split(r"(?<=\.) (?=[A-Z])|\n+", text) if s]
