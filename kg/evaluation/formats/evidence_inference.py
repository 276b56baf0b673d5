"""Evidence Inference: for an outcome and two treatments, the direction of the difference.

In: a folder with abstracts, prompts and verified annotations. Out: samples; judgements of the
direction that claims give for each prompt whose evidence stands in the abstract.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.evaluation.facts import arm_names, names_of
from kg.evaluation.formats.wrapped import Unwrapped, unwrapped
from kg.evaluation.names import Side, likeness, place, words
from kg.evaluation.numerals import Span
from kg.evaluation.samples import Judgement, Reading, Sample, Verdict
from kg.evaluation.scoring import missed
from kg.records import Account, Comparison

NAME = "Evidence Inference"
DIRECTION, SAME = "direction of effect", "no difference"
FAMILIES = (DIRECTION, SAME)
LIKELY_FAMILIES = (f"{DIRECTION}, with suggestions", f"{SAME}, with suggestions")
Found = dict[str, Comparison]
_ANNOTATIONS, _PROMPTS, _README = "v2_annotations.csv", "prompts_merged.csv", "README.md"
_LABELS = {"0": "no difference", "1": "higher", "-1": "lower"}
_OPPOSITE = {"higher": "lower", "lower": "higher", "no difference": "no difference"}
_FAULTY = re.compile(r"### Incorrect:\s*([\d,\s]+)")
_ALIKE = 0.5
_ROLES: dict[str | None, Side] = {"experimentalRole": "left", "controlRole": "right"}


class Prompt(NamedTuple):
    """A question, its answer, and where in the text the evidence for it stands."""

    id: str
    outcome: str
    intervention: str
    comparator: str
    label: str
    places: tuple[Span, ...]


def looks_like(path: Path) -> bool:
    """Whether this is a folder with abstracts, prompts and annotations."""
    names = (_ANNOTATIONS, _PROMPTS, "abstracts")
    return path.is_dir() and all((path / name).exists() for name in names)


def samples(path: Path) -> Iterator[Sample]:
    """The abstracts, by name, with those prompts that they hold evidence for."""
    csv.field_size_limit(1 << 24)
    notes, prompts = _rows(path / _ANNOTATIONS, "PromptID"), _rows(path / _PROMPTS, "PMCID")
    faulty = _faulty(path / _README)
    for file in sorted((path / "abstracts").glob("PMC*")):
        raw = file.read_bytes().decode("utf-8")
        text = unwrapped(raw)
        rows = prompts.get(file.stem.removeprefix("PMC"), [])
        gold = (
            _prompt(row, notes.get(row["PromptID"], []), raw, text)
            for row in rows
            if row["PromptID"] not in faulty
        )
        yield Sample(NAME, file.stem, text.text, tuple(each for each in gold if each))


class Said(NamedTuple):
    """Which way an outcome went for an arm, as something says, where, and how likely."""

    arm: str
    outcome: str
    way: str
    place: Span
    share: float


class Evidence(NamedTuple):
    """Words out of an article, abstract or not, that answer a question, and the answer."""

    document: str
    outcome: str
    intervention: str
    comparator: str
    label: str
    words: str


def evidence(path: Path) -> Iterator[Evidence]:
    """All that annotators quoted, on whose meaning they agree, of whatever part of an article."""
    csv.field_size_limit(1 << 24)
    notes, faulty = _rows(path / _ANNOTATIONS, "PromptID"), _faulty(path / _README)
    for article, rows in _rows(path / _PROMPTS, "PMCID").items():
        for row in rows if article else ():
            label, valid = _answer(notes.get(row["PromptID"], []))
            if label is None or row["PromptID"] in faulty:
                continue
            named = (row["Outcome"], row["Intervention"], row["Comparator"])
            for said in dict.fromkeys(note["Annotations"] for note in valid):
                yield Evidence(f"PMC{article}", *named, label, said)


def _answer(notes: list[dict[str, str]]) -> tuple[str | None, list[dict[str, str]]]:
    """The answer that verified notes agree on, and these notes; none where they do not."""
    valid = [n for n in notes if n["Valid Label"] == n["Valid Reasoning"] == "True"]
    labels = {_LABELS.get(n["Label Code"]) for n in valid}
    return (next(iter(labels)) if len(labels) == 1 else None), valid


def _rows(file: Path, key: str) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    with file.open(encoding="utf-8-sig", newline="") as opened:
        for row in csv.DictReader(opened):
            found[row[key]].append(row)
    return found


def _faulty(readme: Path) -> frozenset[str]:
    """The prompts that the corpus itself calls incorrect."""
    text = readme.read_text(encoding="utf-8-sig") if readme.exists() else ""
    match = _FAULTY.search(text)
    return frozenset(re.findall(r"\d+", match[1])) if match else frozenset()


def _prompt(
    row: dict[str, str], notes: list[dict[str, str]], raw: str, text: Unwrapped
) -> Prompt | None:
    """The prompt with its answer; nothing where annotators disagree or none found it here."""
    label, valid = _answer(notes)
    places = tuple(dict.fromkeys(s for n in valid if (s := _place(n, raw, text))))
    if label is None or not places:
        return None
    named = (row["Outcome"], row["Intervention"], row["Comparator"])
    return Prompt(row["PromptID"], *named, label, places)


def _place(note: dict[str, str], raw: str, text: Unwrapped) -> Span | None:
    """Where the evidence stands, if its words are those of the abstract at its offsets."""
    start, end = int(note["Evidence Start"] or -1), int(note["Evidence End"] or -1)
    if not 0 <= start < end <= len(raw) or _bare(raw[start:end]) not in _bare(note["Annotations"]):
        return None
    return text.place(start, end)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())[:40]


def judge(reading: Reading) -> Iterator[Judgement]:
    """The answers that the claims of one abstract give to its prompts.

    Asserted claims answer; where none does, suggestions answer what they answer beside these.
    """
    for prompt in reading.sample.gold:
        yield from _judged(reading, prompt, _found(reading.accounts, prompt), FAMILIES)
        told = _found(reading.everything or reading.accounts, prompt)
        yield from _judged(reading, prompt, told, LIKELY_FAMILIES, counted=False)


def _found(accounts: Iterable[Account], prompt: Prompt) -> Found:
    """The answers to a prompt, each with a claim that gives it."""
    told = [each for account in accounts for each in _answers(account, prompt)]
    asserted = [each for each in told if each[0].status != "suggested"]
    return {answer: claim for claim, answer in reversed(asserted or told)}


def _judged(
    reading: Reading, prompt: Prompt, found: Found, families: tuple[str, str], *,
    counted: bool = True,
) -> Iterator[Judgement]:  # fmt: skip
    """An answer is one direction; claims that disagree are none.

    What is told a second time is not *counted* as a claim again.
    """
    family, alike = families
    answer, claim = next(iter(found.items())) if len(found) == 1 else (None, None)
    question = f"{prompt.outcome}: {prompt.intervention} against {prompt.comparator}"
    expected = f"{prompt.label} ({question})"
    right = answer == prompt.label
    cause = "claims that disagree" if len(found) > 1 else ""
    miss = missed(reading, family, expected, prompt.places[0], contested=answer is not None)
    if answer is not None and claim is not None:
        verdict: Verdict = "right" if right else "wrong"
        said = miss._replace(
            verdict=verdict, got=answer, cause="", contested=False,
            claim=claim.key if counted else "", rule=claim.rule or "", confidence=claim.confidence,
        )  # fmt: skip
        yield said
        if answer == "no difference":
            yield said._replace(family=alike, claim="")
    if not right:
        miss = miss._replace(cause=cause or miss.cause)
        yield miss
        if prompt.label == "no difference":
            yield miss._replace(family=alike)


def _answers(account: Account, prompt: Prompt) -> Iterator[tuple[Comparison, str]]:
    """The directions that comparisons in the evidence give for the prompt's outcome and arms.

    Of several claims those count whose outcome is likest the prompt's; one that shares no half of
    the words says nothing about it.
    """
    sides = _sides(account, prompt)
    passages = {p.key: (p.start or 0, p.end or 0) for p in account.passages if p.path is None}
    ranked = []
    for study in account.studies:
        for claim in (*study.comparisons, *study.suggested_comparisons):
            named = names_of(account, claim.measurand, claim.outcome)
            like = max((likeness(words(prompt.outcome), each) for each in named), default=0.0)
            answer = _direction(claim, sides)
            near = any(_meet(passages.get(key), prompt.places) for key in claim.evidence)
            if near and answer and like >= _ALIKE:
                ranked.append((like, claim, answer))
    best = max((like for like, *_ in ranked), default=0)
    return ((claim, answer) for like, claim, answer in ranked if like == best)


def _sides(account: Account, prompt: Prompt) -> dict[str, Side]:
    """The side of each arm: by words; where no word tells, by the roles claimed."""
    left, right = words(prompt.intervention), words(prompt.comparator)
    names = arm_names(account)
    if any(own & (left ^ right) for own in names.values()):
        return place(names, left, right)
    return {
        arm.key: _ROLES[arm.role]
        for study in account.studies
        for arm in study.arms
        if arm.role in _ROLES
    }


def _meet(passage: Span | None, places: tuple[Span, ...]) -> bool:
    return bool(passage) and any(
        passage[0] < end and start < passage[1] for start, end in places if passage
    )


def _direction(claim: Comparison, sides: dict[str, Side]) -> str | None:
    """What a comparison says of the left side against the right one; nothing where unclear."""
    first, other = sides.get(claim.experimental_group or ""), sides.get(claim.reference_group or "")
    if first is not None and first == other:
        return None
    if claim.significance == "notSignificant" or claim.direction == "noDifference":
        return "no difference"
    if claim.direction is None or first is None:
        return None
    return claim.direction if first == "left" else _OPPOSITE[claim.direction]


def answered(reading: Reading, told: Sequence[Said]) -> Iterator[tuple[Said, bool]]:
    """Of what is said, what answers a prompt, and whether it is right: the likest outcome's."""
    names = {k: v for account in reading.accounts for k, v in arm_names(account).items()}
    for prompt in reading.sample.gold:
        sides = place(names, words(prompt.intervention), words(prompt.comparator))
        near = [
            (like, said)
            for said in told
            if said.arm in sides and _meet(said.place, prompt.places)
            if (like := likeness(words(prompt.outcome), words(said.outcome))) >= _ALIKE
        ]
        if near:
            said = max(near, key=lambda pair: pair[0])[1]
            way = said.way if sides[said.arm] == "left" else _OPPOSITE[said.way]
            yield said, way == prompt.label
