"""Mentions → terms of vocabularies: ranked, each with its score and why; nothing on a tie.

In: the words of a report or a registry, the kinds that fit their place, what the record explains.
Out: candidates. The strictest form in which a name is met counts; where two terms are met equally
well the record's other words may decide, and else nothing does. What a person accepted or rejected
comes before all.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, NamedTuple, get_args

from kg.linking import keys, mentions
from kg.linking.abbreviations import explained as explain
from kg.linking.abbreviations import is_short
from kg.linking.brackets import is_bare
from kg.linking.everyday import THINGS, may_name, tells
from kg.linking.homonyms import is_homonym
from kg.linking.index import Entry, Hit, Index
from kg.linking.keys import Form, Tier
from kg.linking.mention_forms import PART, Looked, forms_of, without_one
from kg.linking.thesaurus import TermKind

# What a form is worth, and what a name's standing to its term takes of it. Chosen, not measured.
_TIERS: Final[dict[Tier, float]] = {
    "exact": 1.0,
    "spelling": 0.98,
    "number": 0.95,
    "order": 0.92,
    "synonym": 0.86,
    "salt": 0.88,
}
_STANDING: Final = {
    "preferred": 1.0, "exact": 0.98, "brand": 0.95, "permuted": 0.95, "abbreviation": 0.9,
    "mapped": 0.93,
    "hidden": 0.9, "narrow": 0.8, "broad": 0.75, "related": 0.7,
}  # fmt: skip
_WHY: Final[dict[Tier, str]] = {
    "exact": "the same words",
    "spelling": "but for spelling, plural or Greek letters",
    "number": "but for how the number is written",
    "order": "but for the order of words",
    "synonym": "by another word for the same",
    "salt": "but for the salt",
}
_IS: Final = {
    "preferred": "preferred name", "exact": "entry term", "brand": "brand name",
    "permuted": "entry term, permuted", "abbreviation": "abbreviation", "hidden": "hidden name",
    "mapped": "name of an exact match",
    "narrow": "name of something narrower", "broad": "name of something broader",
    "related": "name of something related",
}  # fmt: skip
_UNKNOWN_KIND: Final = 0.97
# Everything but qualifiers, which are no things.
_ANY: Final = frozenset(get_args(TermKind)) - {"Qualifier"}
_STRICT: Final = 3  # the very words, spelling, numbers
_SURE: Final = 0.94
_NEAR: Final = 0.01
_SHORTEST: Final = 4
_LONGEST_SHORT: Final = 4


class Candidate(NamedTuple):
    """A term that a mention may name; ``words`` are those of the mention that name it.

    It is ``lent`` where the name is another vocabulary's, by an exact match, and ``foreign`` where
    the term is of another kind than was asked for: a person may want to see it, no build links it.
    """

    iri: str
    label: str
    score: float
    why: tuple[str, ...]
    name: str
    predicate: str
    words: str
    lent: bool = False
    foreign: bool = False


class Decisions(NamedTuple):
    """What persons decided: a mention's words, folded, with the IRIs that they name and do not."""

    accepted: Mapping[str, Collection[str]]
    rejected: Mapping[str, Collection[str]]


NOBODY: Final = Decisions({}, {})


class Grounder:
    """Vocabularies, ready to be asked; see :meth:`candidates` and :meth:`links`."""

    def __init__(self, indexes: Sequence[Index], decisions: Decisions = NOBODY) -> None:
        self._indexes = tuple(indexes)
        self._decisions = decisions

    def candidates(
        self,
        text: str,
        kinds: Collection[str] = (),
        *,
        explained: Mapping[str, str] | None = None,
        context: str = "",
    ) -> list[Candidate]:
        """Every term that the whole of a mention may name, the best first."""
        forms = forms_of(text, kinds, explained or {})
        found = _best(candidate for form in forms for candidate in self._met(form, kinds))
        return _ranked(self._decided(text, found), context)

    def link(
        self,
        text: str,
        kinds: Collection[str] = (),
        *,
        explained: Mapping[str, str] | None = None,
        context: str = "",
    ) -> Candidate | None:
        """The one term that the whole of a mention names; nothing where two fit equally well."""
        for form in forms_of(text, kinds, explained or {}):
            # Less of a mention that may be anything is looked for among things only.
            whole = kinds or form.predicate == "exactMatch"
            found = _best(self._met(form, kinds if whole else THINGS))
            ranked = _ranked(self._decided(text, found), context)
            if ranked:
                tied = len(ranked) > 1 and ranked[0].score - ranked[1].score < _NEAR
                return None if tied else ranked[0]
        ranked = _ranked(self._decided(text, {}), context)
        return ranked[0] if ranked else None

    def links(
        self,
        text: str,
        kinds: Collection[str] = (),
        *,
        explained: Mapping[str, str] | None = None,
        context: str = "",
    ) -> list[Candidate]:
        """The terms that a mention names: one for the whole of it, else one for each part."""
        whole = self.link(text, kinds, explained=explained, context=context)
        if whole is not None:
            return [whole, *self._things_in(text, whole, kinds)]
        other = self._of_another_kind(text, explained or {}) if kinds else None
        if other is not None:
            return [other]
        found: dict[str, Candidate] = {}
        said = mentions.plain(text)
        outside, inside = mentions.outside_and_inside(said)
        if explain([said]):  # what is in brackets is what stands before them
            inside = ()
        inside = tuple(filter(_says_something, inside))
        things = THINGS.intersection(kinds) or THINGS
        for part, fits in ((outside, kinds), *((each, things) for each in inside)):
            for candidate in self._of_part(part, said, fits, explained or {}, context):
                if candidate.iri not in self._decisions.rejected.get(keys.folded(text), ()):
                    noted = part is not outside and candidate.predicate == "exactMatch"
                    kept = candidate._replace(predicate="closeMatch") if noted else candidate
                    found.setdefault(candidate.iri, kept)
        return list(found.values())

    def _things_in(
        self, text: str, whole: Candidate, kinds: Collection[str]
    ) -> Iterable[Candidate]:
        """The drugs that a mention lists, where the term that it names is of all of them."""
        listed = mentions.parts(mentions.plain(text)) if "Substance" in kinds else ()
        if len(listed) > 1:
            for part in listed:
                one = self.link(part, ("Substance",))
                if one is not None and one.iri != whole.iri:
                    yield _of_several(one)

    def _of_another_kind(self, text: str, explained: Mapping[str, str]) -> Candidate | None:
        """The one term of any kind whose very name a mention is."""
        if text in explained:
            return None
        form = Looked(keys.forms(mentions.plain(text))[:_STRICT], text, 1.0, (), "exactMatch")
        ranked = _ranked(self._decided(text, _best(self._met(form, _ANY))), "")
        sure = ranked and ranked[0].score >= _SURE
        if not sure or (len(ranked) > 1 and ranked[0].score - ranked[1].score < _NEAR):
            return None
        return ranked[0]._replace(why=(*ranked[0].why, "another kind of thing"), foreign=True)

    def _of_part(
        self,
        text: str,
        whole: str,
        kinds: Collection[str],
        explained: Mapping[str, str],
        context: str,
    ) -> Iterable[Candidate]:
        listed = mentions.parts(text)
        fits = (THINGS.intersection(kinds) or THINGS) if len(listed) > 1 else kinds
        for part in map(mentions.of_placebo, listed):
            one = None
            if len(listed) > 1 or part != whole:  # the whole was asked for already
                one = self.link(part, fits, explained=explained, context=context)
            if one is not None:
                yield one if len(listed) == 1 else _of_several(one)
            else:
                yield from self._less_of(part, kinds, context)

    def _less_of(self, text: str, kinds: Collection[str], context: str) -> Iterable[Candidate]:
        """Names within a text; where there are none, one that all its words but one are."""
        words = keys.spelled(text)
        found = list(self._within(words, kinds, context))
        if not found and "Substance" not in kinds:
            form = without_one(words)
            ranked = _ranked(_best(self._met(form, THINGS.intersection(kinds) or THINGS)), context)
            if ranked and (len(ranked) == 1 or ranked[0].score - ranked[1].score >= _NEAR):
                found = ranked[:1]
        return found

    def _within(
        self, words: list[str], kinds: Collection[str], context: str
    ) -> Iterable[Candidate]:
        """Names that stand within other words: the longest first, none within another."""
        words = keys.numbered(words)
        taken = [False] * len(words)
        within = THINGS.intersection(kinds) or THINGS
        for start, end in mentions.windows(words):
            said = words[start:end]
            drug = "Substance" in kinds
            if any(taken[start:end]) or not may_name(said, words[:start], words[end:], drug=drug):
                continue
            tiers = {"number", "synonym"} if len(said) > 1 else {"number"}
            forms = [each for each in keys.forms_of(said) if each.tier in tiers]
            form = Looked(forms, " ".join(said), PART, ("one of several words",), "broadMatch")
            ranked = _ranked(_best(self._met(form, within)), context)
            ranked = [
                each
                for each in ranked
                if each.score > PART * _STANDING["narrow"]
                and (_ends(words[end:]) or len(said) > 1 or not self._is_done(each.iri))
            ]
            if ranked:
                taken[start:end] = [True] * (end - start)
                if len(ranked) == 1 or ranked[0].score - ranked[1].score >= _NEAR:
                    yield ranked[0]

    def _is_done(self, iri: str) -> bool:
        """Whether a term is of what is done: before another noun it says what that is for."""
        return self.kinds_of(iri) == {"Procedure"}

    def knows(self, iri: str) -> bool:
        """Whether a vocabulary has a term with this IRI."""
        return any(index.entry_of(iri) for index in self._indexes)

    def kinds_of(self, iri: str) -> frozenset[str]:
        """The kinds of a term; none where they are not known."""
        entry = next((found for index in self._indexes if (found := index.entry_of(iri))), None)
        return entry.kinds if entry else frozenset()

    # --- Forms -----------------------------------------------------------------------------------

    def _met(self, form: Looked, kinds: Collection[str]) -> Iterable[Candidate]:
        """The terms with a name in this form; the strictest tier that meets any counts."""
        for tier, text in self._worth_asking(form.forms):
            met = [
                candidate
                for index in self._indexes
                for hit in index.hits(tier, text)
                if (candidate := _candidate(index, hit, tier, form, kinds)) is not None
            ]
            if met:
                return met
        return []

    def _worth_asking(self, forms: Sequence[Form]) -> Sequence[Form]:
        """The forms without those that cannot be met.

        What is equal in a strict form is equal in all looser ones but for the salt: where no name
        has the loosest, none is asked for the others.
        """
        loosest = next((form for form in forms if form.tier == "synonym" and form.text), None)
        if loosest is None or any(index.has(*loosest) for index in self._indexes):
            return forms
        return [form for form in forms if form.tier == "salt"]

    def _decided(self, text: str, found: dict[str, Candidate]) -> dict[str, Candidate]:
        folded = keys.folded(text)
        for iri in self._decisions.rejected.get(folded, ()):
            found.pop(iri, None)
        for iri in self._decisions.accepted.get(folded, ()):
            label = self._label(iri)
            if not label:
                continue  # it is of a vocabulary that is not asked
            found[iri] = Candidate(iri, label, 1.1, ("a person said so",), text, "exactMatch", text)
        return found

    def _label(self, iri: str) -> str:
        return next((found for index in self._indexes if (found := index.label_of(iri))), "")


def _ends(after: Sequence[str]) -> bool:
    """Whether a name ends before these words."""
    return not after or after[0] in keys.SMALL or after[0] in mentions.GIVING


def _says_something(inside: str) -> bool:
    """Whether what stands in brackets may be a name: "(disorder)" is a note on one."""
    words = keys.spelled(inside)
    return len(words) > 1 or bool(words and tells(words[0]) and not is_short(inside))


def _best(met: Iterable[Candidate]) -> dict[str, Candidate]:
    """The best candidate of each term."""
    found: dict[str, Candidate] = {}
    for each in met:
        known = found.get(each.iri)
        if known is None or known.score < each.score:
            found[each.iri] = each
    return found


def _candidate(
    index: Index, hit: Hit, tier: Tier, form: Looked, kinds: Collection[str]
) -> Candidate | None:
    entry = index.entry(hit.term)
    if kinds and entry.kinds and not entry.kinds.intersection(kinds):
        return None
    if not _may_be(form.words, hit.name):
        return None
    if is_homonym(form.words, entry.label, kinds, entry.kinds):
        return None
    worth = form.worth * _TIERS[tier] * _STANDING[hit.kind]
    if kinds and not entry.kinds:
        worth *= _UNKNOWN_KIND
    why = (*form.why, f"{_IS[hit.kind]} “{hit.name}”, {_WHY[tier]}")
    predicate = _predicate(form.predicate, hit.kind, tier)
    if predicate == "exactMatch" and is_bare(form.words) and hit.kind != "preferred":
        predicate = "closeMatch"  # a bare short form stands for many things
    return _led(index, entry, Candidate(
        entry.iri, entry.label, round(worth, 4), why, hit.name, predicate, form.words,
        lent=hit.kind == "mapped",
    ))  # fmt: skip


def _led(index: Index, entry: Entry, candidate: Candidate) -> Candidate:
    """The candidate, or what it became where it was given up."""
    after = index.successor(entry.iri)
    if after == entry.iri:
        return candidate
    why = (*candidate.why, f"replaced by {after}")
    return candidate._replace(iri=after, label=index.label_of(after) or candidate.label, why=why)


def _predicate(said: str, kind: str, tier: Tier) -> str:
    """How the mention stands to the term: the same only where name and form are."""
    if said != "exactMatch":
        return said
    if kind == "narrow":
        return "broadMatch"
    if kind in {"broad", "related"}:
        return "relatedMatch" if kind == "related" else "narrowMatch"
    return "closeMatch" if tier in {"synonym", "salt"} else "exactMatch"


def _may_be(words: str, name: str) -> bool:
    """Whether capitals tell the same: "MICE" is no mice, and "ms" is not MS.

    >>> _may_be("MICE", "Mice"), _may_be("ms", "MS"), _may_be("COPD", "COPD")
    (False, False, True)
    """
    if len(name) < _SHORTEST and name.isupper():
        return name in words
    short = len(words) <= _LONGEST_SHORT and words.isalpha() and words.isupper()
    return not short or words in name or name.isupper()


def _of_several(one: Candidate) -> Candidate:
    return one._replace(
        score=round(one.score * PART, 4),
        why=("one of several things", *one.why),
        predicate="relatedMatch" if one.predicate == "exactMatch" else one.predicate,
    )


def _ranked(found: Mapping[str, Candidate], context: str) -> list[Candidate]:
    """The best first; what shares words with the record beside the mention is a little better."""
    about = set(keys.spelled(context)) if context and len(found) > 1 else set()
    scored = []
    for each in found.values():
        shared = about.intersection(keys.spelled(each.label)) - set(keys.spelled(each.words))
        if shared:
            why = (*each.why, f"the record speaks of {', '.join(sorted(shared))}")
            scored.append(each._replace(score=round(each.score + _NEAR, 4), why=why))
        else:
            scored.append(each)
    return sorted(scored, key=lambda each: (-each.score, each.iri))
