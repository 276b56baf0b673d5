"""What the project set itself to reach, by corpus and family.

In: nothing. Out: the target beside a figure, as words; none where none was set. Of two limits that
go together the first is precision.
"""

from typing import Final

TARGETS: Final[dict[tuple[str, str], str]] = {
    ("hand-annotated", "values of facts"): "P ≥ 0.97, R ≥ 0.85",
    ("hand-annotated", "total N"): "P ≥ 0.96 at C ≥ 0.75",
    ("hand-annotated", "per-arm N"): "P ≥ 0.95 at C ≥ 0.60",
    ("hand-annotated", "template, all slots"): "F1 ≥ 0.55, aim 0.70",
    ("PICO-Corpus", "total N"): "P ≥ 0.96 at C ≥ 0.75",
    ("PICO-Corpus", "per-arm N"): "P ≥ 0.95 at C ≥ 0.60",
    ("PICO-Corpus", "result values"): "P ≥ 0.97, R ≥ 0.85",
    ("PICO-Corpus", "arm-tied results"): "P ≥ 0.95 at C ≥ 0.50",
    ("RCT-ART", "measure spans seen, to the letter"): "F1 ≥ 0.90",
    ("RCT-ART", "measure spans seen, by number"): "F1 ≥ 0.90",
    ("RCT-ART", "relations over gold spans"): "F1 ≥ 0.87",
    ("RCT-ART", "relations, joint"): "F1 ≥ 0.65, aim 0.74",
    ("Evidence Inference", "direction of effect, with suggestions"): "P ≥ 0.80 at C ≥ 0.50",
    ("Evidence Inference", "no difference"): "P ≥ 0.97",
    ("PICO-Corpus", "result values, tied or not"): "P ≥ 0.97, R ≥ 0.85",
    ("CLERx", "ratios seen"): "P ≥ 0.97, R ≥ 0.97",
}
