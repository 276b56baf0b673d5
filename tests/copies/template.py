"""A founding report as a template: its sentences with slots where its facts stood.

In: the report's text and short phrases with the slots that take their place. Out: sections of
sentences, which copies fill, reorder, replace and add to.
"""

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

_ENDS = re.compile(r"(?<=\.) (?=[A-Z{])")
_LABEL = re.compile(r"^([A-Z][A-Za-z]+): (?=\S)")


class Section(NamedTuple):
    """A labelled stretch: the label as printed, then its sentences."""

    name: str
    label: str
    sentences: tuple[str, ...]


class MissingPhrase(LookupError):
    """A short phrase that a template is cut at is not in the report."""


def slotted(text: str, phrases: Sequence[tuple[str, str]]) -> str:
    """The text with each phrase's occurrences replaced by its slot, in order."""
    for phrase, slot in phrases:
        if phrase not in text:
            raise MissingPhrase(phrase)
        text = text.replace(phrase, slot)
    return text


def sections_of(text: str) -> tuple[Section, ...]:
    """The paragraphs of a text as sections; a lone line without a full stop heads the next one.

    The blank lines before a paragraph stay part of its label: they tell where a part ends.
    """
    found: list[Section] = []
    before = ""
    for piece in re.split(r"(\n+)", text.strip()):
        label = _LABEL.match(piece)
        if not piece.strip() or (not label and not piece.endswith(".")):
            before += piece
            continue
        printed = before + (label.group() if label else "")
        name = label.group(1) if label else before.strip() or f"part {len(found)}"
        body = piece[label.end() :] if label else piece
        found.append(Section(name.lower(), printed, tuple(_ENDS.split(body))))
        before = ""
    return tuple(found)


class Plan(NamedTuple):
    """What a copy does with the template besides filling the slots."""

    labels: Mapping[str, str] = {}
    orders: Mapping[str, tuple[int, ...]] = {}
    instead: Mapping[str, str] = {}
    added: Mapping[str, tuple[str, ...]] = {}
    spelled: tuple[tuple[str, str], ...] = ()


def planned(sections: Sequence[Section], plan: Plan) -> tuple[Section, ...]:
    """Sections with sentences replaced (by a slot or phrase they hold), reordered and added."""
    return tuple(_planned(section, plan) for section in sections)


def _planned(section: Section, plan: Plan) -> Section:
    sentences = [_replaced(sentence, plan.instead) for sentence in section.sentences]
    order = plan.orders.get(section.name)
    if order and len(order) == len(sentences):
        sentences = [sentences[n] for n in order]
    sentences += plan.added.get(section.name, ())
    label = section.label
    if section.name in plan.labels:
        new = plan.labels[section.name].strip()
        label = (
            label.replace(label.strip(), new)
            if new
            else label.rstrip(" ").replace(label.strip(), "")
        )
    return Section(section.name, label, tuple(s for s in sentences if s))


def _replaced(sentence: str, instead: Mapping[str, str]) -> str:
    return next((new for mark, new in instead.items() if mark in sentence), sentence)


def filled(sections: Sequence[Section], slots: Mapping[str, str], plan: Plan) -> str:
    """The sections as text, all slots filled."""
    text = "".join(s.label + " ".join(s.sentences) for s in sections).format_map(slots)
    for one, other in plan.spelled:
        text = text.replace(one, other)
    return text
