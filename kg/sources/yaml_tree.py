"""YAML to a plain tree in which every scalar is the string that stands there.

In: the text of a YAML file. Out: mappings, lists and strings, the line of every node by its JSON
pointer, and the faults of form: no floats, no dates, no "no" that becomes false. Parser events are
used instead of a loader, so that nothing deep or repeated in a hostile file costs more than its
length.

*Source*: JSON Pointer, RFC 6901
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

Tree = dict[str, Any] | list[Any] | str
# What no text has; YAML can spell it with a backslash.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DEEPEST = 40
_LONGEST = 100_000
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what, and what was found there and expected."""

    pointer: str
    what: str
    got: str | None = None
    expected: str | None = None


@dataclass
class Parsed:
    """What a file holds: its tree, the line of every node, and what is wrong with its form.

    ``broken`` says that reading stopped at the last fault: what follows it is not in the tree.
    """

    tree: Tree = ""
    lines: dict[str, int] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    broken: bool = False

    def line(self, pointer: str) -> int | None:
        """The line of a node, or of the nearest node around it."""
        while pointer not in self.lines and pointer:
            pointer = pointer.rpartition("/")[0]
        return self.lines.get(pointer)


class _Refused(Exception):
    def __init__(self, fault: Fault, line: int) -> None:
        super().__init__(fault.what)
        self.fault, self.line = fault, line


@dataclass
class _Open:
    """A mapping or list that has begun and not ended; ``key`` waits for its value."""

    pointer: str
    node: dict[str, Any] | list[Any]
    key: str | None = None


def parse(text: str) -> Parsed:
    r"""The tree of a YAML text of one document, with every fault of its form.

    >>> parsed = parse("size: 012\narms:\n- size: 3\n  size: 4\n")
    >>> parsed.tree
    {'size': '012', 'arms': [{'size': '3'}]}
    >>> [(fault.pointer, fault.what, parsed.line(fault.pointer)) for fault in parsed.faults]
    [('/arms/0/size', 'the field is there twice', 3)]
    """
    parsed = Parsed()
    try:
        _build(parsed, yaml.parse(text, Loader=_LOADER))
    except _Refused as refused:
        _stop(parsed, refused.fault, refused.line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        fault = Fault("", f"this is not YAML: {error.problem or error.context}")
        _stop(parsed, fault, mark.line + 1 if mark else 1)
    except yaml.YAMLError as error:
        _stop(parsed, Fault("", f"this is not YAML: {' '.join(str(error).split())}"), 1)
    return parsed


def _stop(parsed: Parsed, fault: Fault, line: int) -> None:
    parsed.faults.append(fault)
    parsed.lines[fault.pointer] = line
    parsed.broken = True


def _build(parsed: Parsed, events: Iterator[yaml.Event]) -> None:
    opened: list[_Open] = []
    documents = 0
    for event in events:
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise _Refused(Fault("", "a second document begins: one record a file"), line)
        elif isinstance(event, yaml.AliasEvent):
            place = _place(opened)
            raise _Refused(
                Fault(place, "an alias: write the fields out, YAML's * is not read"), line
            )
        elif isinstance(event, yaml.CollectionEndEvent):
            opened.pop()
        elif isinstance(event, yaml.NodeEvent):
            _node(parsed, opened, event, line)


def _node(parsed: Parsed, opened: list[_Open], event: yaml.NodeEvent, line: int) -> None:
    """Puts one node in its place: a key, a value, an item, or the root."""
    top = opened[-1] if opened else None
    if top and isinstance(top.node, dict) and top.key is None:
        top.key = _key(event, top.pointer, line)
        return
    pointer, node = _place(opened), _value(event)
    if len(opened) > _DEEPEST:
        raise _Refused(Fault(pointer, "nested too deeply for a record"), line)
    if isinstance(node, str):
        parsed.faults += _spoilt(pointer, node)
    if top is None:
        parsed.tree = node
    elif isinstance(top.node, list):
        top.node.append(node)
    elif top.key in top.node:
        parsed.faults.append(Fault(pointer, "the field is there twice"))
    elif top.key is not None:
        top.node[top.key] = node
    parsed.lines.setdefault(pointer, line)
    if top:
        top.key = None
    if not isinstance(node, str):
        opened.append(_Open(pointer, node))


def _spoilt(pointer: str, text: str) -> Iterator[Fault]:
    """What is wrong with a text as such, whatever it stands for."""
    sign = _CONTROL.search(text)
    if sign:
        yield Fault(pointer, "a control character stands in the text", f"U+{ord(sign[0]):04X}")
    if len(text) > _LONGEST:
        said = f"{len(text):,} characters"
        yield Fault(pointer, "the value is too long", said, f"at most {_LONGEST:,}")


def _place(opened: list[_Open]) -> str:
    """The pointer of the node that comes next."""
    if not opened:
        return ""
    top = opened[-1]
    step = str(len(top.node)) if isinstance(top.node, list) else top.key or ""
    return f"{top.pointer}/{step.replace('~', '~0').replace('/', '~1')}"


def _key(event: yaml.NodeEvent, pointer: str, line: int) -> str:
    if not isinstance(event, yaml.ScalarEvent):
        raise _Refused(Fault(pointer, "a field's name must be a word"), line)
    return str(event.value)


def _value(event: yaml.NodeEvent) -> Tree:
    if isinstance(event, yaml.MappingStartEvent):
        return {}
    if isinstance(event, yaml.SequenceStartEvent):
        return []
    return str(getattr(event, "value", ""))
