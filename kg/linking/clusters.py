"""Studies joined to trials, step by step, never over two numbers of one registry.

In: studies with their registrations. Out: which studies are together. A step costs what the studies
of that step cost, however many there are in all.
"""

from collections import defaultdict
from collections.abc import Iterable

from kg.linking.registrations import by_registry, clash
from kg.linking.ties import Key


class Clusters:
    """Studies joined so far; each starts alone."""

    def __init__(self, numbers: Iterable[tuple[Key, tuple[str, ...]]]) -> None:
        self._above: dict[Key, Key] = {}
        self._numbers: dict[Key, dict[str, str]] = {}
        for key, own in numbers:
            self._above[key] = key
            if own:
                self._numbers[key] = {name: same[0] for name, same in by_registry(own).items()}

    def root(self, key: Key) -> Key:
        """The study that stands for all that are joined to this one."""
        top = key
        while self._above[top] != top:
            top = self._above[top]
        while self._above[key] != top:
            self._above[key], key = top, self._above[key]
        return top

    def join(self, keys: Iterable[Key]) -> tuple[str, ...]:
        """Joins studies, and no clash; or the numbers that one trial cannot have, and no join."""
        first, *others = sorted({self.root(key) for key in keys})
        together = dict(self._numbers.get(first, {}))
        against = set[str]()
        for root in others:
            numbers = self._numbers.get(root, {})
            against.update(clash(together, numbers))
            together.update(numbers)
        if against:
            return tuple(sorted(against))
        for root in others:
            self._above[root] = first
            self._numbers.pop(root, None)
        if together:
            self._numbers[first] = together
        return ()

    def together(self) -> dict[Key, list[Key]]:
        """The studies of each trial, under the one that stands for them."""
        found: dict[Key, list[Key]] = defaultdict(list)
        for key in sorted(self._above):
            found[self.root(key)].append(key)
        return dict(found)
