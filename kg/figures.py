"""Sheets to draw on: the only place that knows the plotting library.

In: drawing calls, in inches from the top left corner. Out: a picture as SVG text, PNG and PDF, the
same bytes for the same drawing: no date, no random ids, no setting of the user's own.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK = "#1a1a1a"
FAINT = "#5f6368"
HAIRLINE = "#c4c8cc"
BLUE = "#1f5a8a"
STEEL = "#a9c0d4"
RUST = "#b5481d"
PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class Style:
    """How words look: size in points, weight and colour."""

    size: float = 9.0
    bold: bool = False
    colour: str = INK


PLAIN = Style()
STRONG = Style(bold=True)
HEADING = Style(size=11.0, bold=True)
SMALL = Style(size=8.0)
QUIET = Style(size=8.0, colour=FAINT)

_FONT = "DejaVu Sans"  # comes with the library, so that every machine measures text alike
_DOTS_PER_INCH = 200


@dataclass(frozen=True, slots=True)
class Picture:
    """One drawing in three forms, with the words that stand for it where it is not seen."""

    svg: str
    png: bytes
    title: str
    description: str
    pdf: bytes

    def _repr_svg_(self) -> str:
        """The picture as a notebook shows it."""
        return self.svg

    def write(self, stem: Path) -> tuple[Path, Path]:
        """The two files written: ``stem`` with ``.svg`` and with ``.png``."""
        svg, png = stem.with_suffix(".svg"), stem.with_suffix(".png")
        stem.parent.mkdir(parents=True, exist_ok=True)
        svg.write_text(self.svg, encoding="utf-8", newline="\n")
        png.write_bytes(self.png)
        return svg, png


@contextmanager
def blank_sheet(width: float, height: float) -> Iterator[Sheet]:
    """A blank sheet of a size in inches; while it is open, a user's matplotlibrc has no say."""
    import matplotlib as mpl

    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update(
            {
                "font.family": _FONT,
                "svg.fonttype": "none",  # words stay words: to search, to copy, to read aloud
                "svg.hashsalt": "kg",
            }
        )
        yield Sheet(_new_figure(width, height))


def _new_figure(width: float, height: float) -> Figure:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, height), facecolor=PAPER)
    FigureCanvasAgg(figure)
    return figure


def text_width(words: str, style: Style = PLAIN) -> float:
    """How wide a line of words will be, in inches.

    >>> 0.3 < text_width("ESPRIT") < text_width("ESPRIT", STRONG) < 0.7
    True
    """
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    if not words.strip():
        return 0.0
    font = FontProperties(family=_FONT, weight="bold" if style.bold else "normal")
    path = TextPath((0, 0), words, size=style.size, prop=font)
    return float(path.get_extents().x1) / 72


class Sheet:
    """A page measured in inches; the origin is its top left corner and y grows downwards."""

    def __init__(self, figure: Figure) -> None:
        self._figure = figure
        self.width, self.height = (float(side) for side in figure.get_size_inches())

    def text(
        self,
        at: tuple[float, float],
        words: str,
        style: Style = PLAIN,
        *,
        align: Literal["left", "center", "right"] = "left",
        link: str | None = None,
        on_paper: bool = False,
    ) -> None:
        """Words whose line is centred on a height.

        In SVG a ``link`` makes them lead somewhere; ``on_paper`` clears what lies under them.
        """
        x, y = at
        self._figure.text(
            x / self.width,
            1 - y / self.height,
            words,
            ha=align,
            va="center" if "\n" in words else "center_baseline",
            size=style.size,
            color=style.colour,
            weight="bold" if style.bold else "normal",
            url=link,
            parse_math=False,
            bbox={"facecolor": PAPER, "linewidth": 0, "pad": 1.5} if on_paper else None,
        )

    def rule(self, left: float, right: float, y: float, *, colour: str = INK) -> None:
        """A horizontal line across a part of the sheet."""
        from matplotlib.lines import Line2D

        height = 1 - y / self.height
        ends = (left / self.width, right / self.width)
        self._figure.add_artist(Line2D(ends, (height, height), color=colour, linewidth=0.8))

    def axes(self, left: float, top: float, width: float, height: float) -> Axes:
        """Bare axes over a rectangle of the sheet."""
        bottom = 1 - (top + height) / self.height
        box = (left / self.width, bottom, width / self.width, height / self.height)
        axes = self._figure.add_axes(box)
        axes.patch.set_visible(False)
        return axes

    def picture(self, title: str, description: str) -> Picture:
        """The sheet as it now stands, in both forms."""
        svg, png, pdf = io.StringIO(), io.BytesIO(), io.BytesIO()
        self._figure.savefig(svg, format="svg", metadata={"Date": None, "Creator": None})
        self._figure.savefig(png, format="png", dpi=_DOTS_PER_INCH, metadata={"Software": None})
        nobody = {"CreationDate": None, "Creator": None, "Producer": None, "Title": title}
        self._figure.savefig(pdf, format="pdf", metadata=nobody)
        told = _told(svg.getvalue(), title, description)
        return Picture(told, png.getvalue(), title, description, pdf.getvalue())


def _told(svg: str, title: str, description: str) -> str:
    """The drawing with what a screen reader reads out for it, and a font for every machine."""
    named = svg.replace(f"font-family: '{_FONT}'", f"font-family: '{_FONT}', Verdana, sans-serif")
    head, opening, rest = named.partition("<svg ")
    attributes, closing, body = rest.partition(">")
    words = f"\n <title>{escape(title)}</title>\n <desc>{escape(description)}</desc>"
    return f'{head}{opening}role="img" {attributes}{closing}{words}{body}'
