"""Small annotated corpora of our own wording, one in each format that can be evaluated.

One invented abstract is annotated in all of them as fully as each format allows, so that what a
good reading finds, and what a broken one gets wrong, is known beforehand.
"""

import csv
import json
from pathlib import Path

TITLE = "Zentarol against placebo in adults with asthma."
METHODS = (
    "In this double-blind trial, 240 adults with asthma were randomly assigned to zentarol"
    " (n = 121) or placebo (n = 119) for 24 weeks."
)
RATE = "The relapse rate was 12% in the zentarol group and 20% in the placebo group."
SCORE = (
    "The mean (± SD) sleep score was 41.5 ± 6.2 in the zentarol group and 38.1 ± 5.9 in the"
    " placebo group (P = 0.003)."
)
SAME = "There was no significant difference between the groups in hospital admissions (P = 0.41)."
RATIO = (
    "Mortality was lower in the zentarol group than in the placebo group (hazard ratio 0.71,"
    " 95% CI 0.52 to 0.96, P = 0.02)."
)
END = "Zentarol improved sleep."
TEXT = (
    f"{TITLE}\n\nMethods: {METHODS}\nResults: {RATE} {SCORE} {SAME} {RATIO}\nConclusions: {END}\n"
)
SENTENCE = (
    "We randomly assigned adults to zentarol or placebo. The mean (± SD) sleep"
    " score was 41.5 ± 6.2 in the zentarol group and 38.1 ± 5.9 in the placebo group."
)
PMC = "PMC100"
NAMES = (
    *("CLERx", "EBM-NLP", "Evidence Inference", "PICO-Corpus", "RCT-ART"),
    *("hand-annotated", "numeric ICO"),
)


def write_corpora(root: Path) -> Path:
    """The folder with a small corpus of each format."""
    for write in (_pico, _rct, _evidence, _clerx, _ebm, _ico, _hand):
        write(root)
    return root


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _span(text: str, words: str, after: str = "") -> tuple[int, int]:
    start = text.index(words, text.index(after) if after else 0)
    return start, start + len(words)


PICO = (
    ("intervention", "zentarol", METHODS),
    ("control", "placebo", METHODS),
    ("total-participants", "240", METHODS),
    ("intervention-participants", "121", METHODS),
    ("control-participants", "119", METHODS),
    ("iv-bin-percent", "12%", RATE),
    ("cv-bin-percent", "20%", RATE),
    ("iv-cont-mean", "41.5", SCORE),
    ("iv-cont-sd", "6.2", SCORE),
    ("cv-cont-mean", "38.1", SCORE),
    ("cv-cont-sd", "5.9", SCORE),
)


def _pico(root: Path) -> None:
    lines = (
        f"T{n}\t{kind} {' '.join(map(str, _span(TEXT, words, after)))}\t{words}"
        for n, (kind, words, after) in enumerate(PICO, start=1)
    )
    _put(root / "pico" / "900001.txt", TEXT)
    _put(root / "pico" / "900001.ann", "\n".join(lines) + "\n")


def _rct(root: Path) -> None:
    def start(words: str, after: str = "") -> int:
        return _span(SENTENCE, words, after)[0]

    first, second = start("41.5 ± 6.2"), start("38.1 ± 5.9")
    mine, other, what = start("zentarol", "6.2"), start("placebo", "5.9"), start("sleep score")
    entities = [
        {"label": label, "start": place, "end": place + len(words)}
        for label, place, words in (
            ("OC", what, "sleep score"),
            ("MEAS", first, "41.5 ± 6.2"),
            ("INTV", mine, "zentarol"),
            ("MEAS", second, "38.1 ± 5.9"),
            ("INTV", other, "placebo"),
        )
    ]
    relations = [
        {"label": label, "head_start": head, "tail_start": tail}
        for label, head, tail in (
            ("OC_RES", what, first),
            ("OC_RES", what, second),
            ("A1_RES", mine, first),
            ("A2_RES", other, second),
        )
    ]
    entry = {"text": SENTENCE, "entities": entities, "relations": relations}
    _put(root / "rct" / "dev.jsonl", json.dumps(entry) + "\n")


def wrapped() -> str:
    """The abstract as Evidence Inference wraps it."""
    results = f"ABSTRACT.RESULTS:\n{RATE} {SCORE} {SAME} {RATIO}\n"
    end = f"ABSTRACT.CONCLUSIONS:\n{END}\n"
    return f"TITLE: \n{TITLE}\n\nABSTRACT.METHODS:\n{METHODS}\n\n{results}\n{end}"


QUESTIONS = (
    ("1", "Mortality", "zentarol", "placebo", "-1", RATIO),
    ("2", "Hospital admissions", "zentarol", "placebo", "0", SAME),
    ("3", "Mortality", "placebo", "zentarol", "1", RATIO),
)


def _evidence(root: Path) -> None:
    folder = root / "evidence"
    _put(folder / "abstracts" / f"{PMC}.abst", wrapped())
    prompts = [("PromptID", "PMCID", "Outcome", "Intervention", "Comparator")]
    head = "UserID PromptID PMCID Valid_Label Valid_Reasoning Label Annotations Label_Code"
    names = [name.replace("_", " ") for name in head.split()]
    notes: list[tuple[str, ...]] = [(*names, "Evidence Start", "Evidence End")]
    for number, outcome, mine, other, label, words in QUESTIONS:
        start, end = _span(wrapped(), words)
        prompts.append((number, PMC.removeprefix("PMC"), outcome, mine, other))
        told = ("0", number, PMC[3:], "True", "True", "", words, label, str(start), str(end))
        notes.append(told)
    for name, rows in (("prompts_merged.csv", prompts), ("v2_annotations.csv", notes)):
        with (folder / name).open("w", encoding="utf-8", newline="") as opened:
            csv.writer(opened).writerows(rows)


def _clerx(root: Path) -> None:
    start, end = _span(RATIO, "0.71")
    lines = [TITLE, METHODS, RATE, SCORE, SAME, f"{RATIO}\t3,{start + 1},{end + 2}\t", END]
    _put(root / "ratios" / "train" / "900002_hr.tsv", "\n".join(lines) + "\n")


def _ebm(root: Path) -> None:
    tags = {"zentarol": "I-INT", "placebo": "I-INT", "asthma": "I-PAR", "relapse": "I-OUT"}
    rows = []
    for sentence in (TITLE, METHODS, RATE):
        spaced = sentence.replace("(", "( ").replace(")", " )").replace(".", " .")
        rows += [f"{word} NN O {tags.get(word.lower(), 'O')}" for word in spaced.split()]
        rows.append("")
    _put(root / "ebm" / "dev.txt", "-DOCSTART- (900003)\n\n" + "\n".join(rows) + "\n")


def _ico(root: Path) -> None:
    entry = {
        "pmcid": 100,
        "outcome": "sleep score",
        "intervention": "zentarol",
        "comparator": "placebo",
        "intervention_events": "",
        "comparator_events": "",
        "intervention_group_size": 121,
        "comparator_group_size": 119,
        "intervention_mean": 41.5,
        "comparator_mean": 38.1,
        "intervention_standard_deviation": 6.2,
        "comparator_standard_deviation": "",
    }
    _put(root / "ico" / "dev.json", json.dumps([entry]))


FACTS = (
    *("pct:12", "pct:20", "me:41.5,6.2", "me:38.1,5.9", "p=0.003", "p=0.41"),
    *("e:0.71", "ci:0.52,0.96", "p=0.02"),
)


def _hand(root: Path) -> None:
    entry = {
        "id": PMC,
        "text": wrapped(),
        "total_n": 240,
        "arms": [["zentarol", 121], ["placebo", 119]],
        "facts": FACTS,
    }
    _put(root / "hand.json", json.dumps([entry]))
