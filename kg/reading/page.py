"""A page laid out for reading: every sentence with its tapes, the arms, and the glossary.

In: a document. Out: a :class:`Page`, which the rules of all families read and none changes.
"""

from typing import NamedTuple

from kg.reading.against_controls import told_by_controls
from kg.reading.arms import ArmDraft
from kg.reading.atoms import atoms
from kg.reading.clusters import of_people
from kg.reading.contrasted import arms_of_contrasts
from kg.reading.described import described
from kg.reading.frozen import Frozen
from kg.reading.glossary import Glossary
from kg.reading.grades import graded
from kg.reading.group_codes import coded
from kg.reading.lineup import line_up, line_up_undergone
from kg.reading.measures import measures
from kg.reading.opposed import one_against_control
from kg.reading.other_names import with_other_names
from kg.reading.outline import Part, Sentence, sentences
from kg.reading.roster import Roster
from kg.reading.sizing import sized_by_mentions
from kg.reading.sound_sizes import sound
from kg.reading.table_arms import arms_of_tables
from kg.reading.tape import Tape
from kg.reading.word_numbers import with_words
from kg.records import Document

# No sentence of a report is longer, no abstract or page has more of them: the rules stay bounded.
_LONGEST, _ITEMS, _MOST, _READ = 2_500, 300, 2_000, 200_000
_LEAD = frozenset({"title", "objective"})
_PURPOSE = r"(?:aims?|purpose|objectives?|goals?|to (?:evaluate|assess|compare|determine|investigate|examine|study|test|establish))"
_AIMED = rf"(?:the |our )?(?:main |primary )?{_PURPOSE} (?:of|was|were|is|are)|we (?:{{w}} )?(?:aimed|sought|hypothesized)"
# Another study is spoken of, whatever the heading.
_OTHERS = r"et al|in (?:an?|the|our|one) (?:previous|prior|earlier) (?:{w} ){0,2}?(?:trial|study|report)|others have"
_EARLIER = (
    r"(?:previous|prior|earlier|preliminary|past|other) (?:{w} ){0,2}(?:studies|trials|research|reports|work|data)"
    r"|(?:has|have) been (?:shown|reported|suggested|associated|used)|is (?:a|an|the) |are (?:a|an|the) |hypothesized"
)


class Line(Frozen, frozen=True, gc=False):
    """One sentence: its number and span, its part, and its tapes.

    ``atoms`` has words and numbers only, ``tape`` the measures folded, ``arms`` also the mentions
    of arms, ``full`` also the bare names of treatments that only one arm has.
    """

    number: int
    span: Sentence
    part: Part | None
    atoms: Tape
    tape: Tape
    arms: Tape
    full: Tape


class Page(NamedTuple):
    """A document ready to be read."""

    text: str
    lines: tuple[Line, ...]
    roster: Roster
    glossary: Glossary

    @property
    def drafts(self) -> tuple[ArmDraft, ...]:
        """The arms, in the order the report names them."""
        return self.roster.drafts

    def parts(self, *parts: Part | None) -> tuple[Line, ...]:
        """The lines that belong to any of these parts."""
        return tuple(line for line in self.lines if line.part in parts)


def lay_out(document: Document) -> Page:
    """The page of a document; what is too long to be prose is left unread, and said so."""
    text = document.report.text or ""
    spans = sentences(document)[:_MOST]
    raw = [_atoms(text, span) for span in spans]
    tapes = [coded(graded(with_words(measures(tape)))) for tape in raw]
    glossary = Glossary(text[:_READ])
    told = [
        (n, tape)
        for n, (span, tape) in enumerate(zip(spans, tapes, strict=True))
        if span.part not in {"background", "title"}
    ]
    lead = _lead(text, spans, tapes)
    titles = [(n, tapes[n]) for n, span in enumerate(spans) if span.part == "title" or not n]
    drafts = line_up(told, titles, glossary, lead)
    drafts = drafts or arms_of_tables(document.grids, tapes, glossary, lead)
    drafts = drafts or arms_of_contrasts(told, glossary, lead)
    drafts = drafts or line_up_undergone(told, glossary, lead)
    aims = [(n, tapes[n]) for n, span in enumerate(spans) if span.part == "objective"]
    drafts = drafts or one_against_control(told, [*titles, *aims], glossary)
    drafts = with_other_names(drafts, [*titles, *aims], glossary)
    drafts = sound(sized_by_mentions(drafts, told, glossary), told)
    drafts = of_people(drafts, dict([*titles, *told]))
    methods = [(n, tape) for n, tape in told if spans[n].part not in {"results", "conclusions"}]
    drafts = described(drafts, methods, [*titles, *aims], glossary)
    roster = told_by_controls(Roster(drafts, glossary), (tape for _, tape in told), glossary)
    rows = zip(range(len(spans)), spans, raw, tapes, strict=True)
    lines = tuple(
        Line(
            n,
            span,
            "background" if tape.hit(_OTHERS) else span.part or _unlabelled(tape),
            bare,
            tape,
            *roster.folds(tape),
        )
        for n, span, bare, tape in rows
    )
    return Page(text, lines, roster, glossary)


def _atoms(text: str, span: Sentence) -> Tape:
    """The atoms of a sentence; none where it is longer than any sentence is."""
    tape = atoms(text, span.start, min(span.end, span.start + _LONGEST))
    too_long = span.end - span.start > _LONGEST or len(tape.items) > _ITEMS
    return Tape(text, ()) if too_long else tape


def _lead(text: str, spans: tuple[Sentence, ...], tapes: list[Tape]) -> str:
    """The title and the sentences that state the purpose: what is on trial is named there first."""
    chosen = [s for s, t in zip(spans, tapes, strict=True) if s.part in _LEAD or t.hit(_PURPOSE)]
    return ". ".join(text[s.start : s.end] for s in chosen)


def _unlabelled(tape: Tape) -> Part | None:
    """The part of a sentence under no heading, where its own words tell; else nothing."""
    if tape.hit(
        r"(?:in conclusion|we conclude|our (?:findings|results|data) (?:suggest|indicate|show)|these (?:findings|results|data) (?:suggest|indicate|show|support))"
    ):
        return "conclusions"
    if tape.hit(_AIMED):
        return "objective"
    if tape.hit(_EARLIER):
        return "background"
    return None
