"""A day's numbers as a picture for a small telephone: large type on a dark ground.

Nothing of matplotlib is imported before the first picture is drawn: it costs a second and some 50
megabytes, which a bot that nobody asks for pictures does not pay. Nothing global is set either:
type and colours go with each element of the figure.
"""

import gc
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, Final

from bot.screens.day_picture import Bars, Chart, Hourly

WIDTH: Final = 1080
DPI: Final = 100
MARGIN: Final = 60

GROUND, INK, QUIET, LINE = "#10161d", "#ffffff", "#b4c0cc", "#2b3845"
FIRST, SECOND = "#4fc3f7", "#ffb74d"
"""Blue and orange: told apart by colour-blind eyes, too."""

TITLE, HEADING, TEXT, SMALL, TILE, TINY = 52, 42, 36, 34, 72, 24
"""Sizes of type in pixels; a small telephone shows a third of them."""

HEAD, TILES, HOURLY, BAR, WORDS, GAP = 190, 190, 470, 66, 70, 70
"""Heights of the parts in pixels."""


def draw(chart: Chart) -> bytes:
    """The picture as a PNG file; takes about a second, so it belongs in a thread."""
    canvas = _Canvas(_height(chart))
    canvas.text(MARGIN, 95, chart.title, TITLE, bold=True)
    canvas.text(MARGIN, 155, chart.day, TEXT, color=QUIET)
    top = HEAD
    _tiles(canvas, top, chart.tiles)
    top += TILES
    _hourly(canvas, top, chart.hourly)
    top += HOURLY + GAP
    for number, bars in enumerate(chart.bars):
        _bars(canvas, top, bars, (FIRST, SECOND)[number % 2])
        top += _bars_height(bars)
    _lines(canvas, top, chart.lines)
    drawn = canvas.png()
    # The parts of a figure point at each other and would hold ten megabytes until the collector
    # looks at its oldest generation; the young ones take it a millisecond.
    del canvas
    gc.collect(1)
    return drawn


def _height(chart: Chart) -> int:
    bars = sum(_bars_height(bars) for bars in chart.bars)
    return HEAD + TILES + HOURLY + GAP + bars + len(chart.lines) * WORDS + MARGIN


def _bars_height(bars: Bars) -> int:
    return WORDS + len(bars.bars) * BAR + GAP


class _Canvas:
    """A figure measured in pixels from its upper left corner."""

    def __init__(self, height: int) -> None:
        from matplotlib import get_data_path
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.font_manager import FontProperties

        # by its file: the system's own fonts may lack the letters of Kazakh
        fonts = Path(get_data_path()) / "fonts" / "ttf"
        self._plain = FontProperties(fname=str(fonts / "DejaVuSans.ttf"))
        self._bold = FontProperties(fname=str(fonts / "DejaVuSans-Bold.ttf"))
        self._figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=GROUND)
        FigureCanvasAgg(self._figure)
        self._height = height

    def font(self, pixels: int, *, bold: bool = False) -> Any:
        """DejaVu Sans, which has every Kazakh letter, in a height."""
        font = (self._bold if bold else self._plain).copy()
        font.set_size(pixels * 72 / DPI)
        return font

    def text(
        self,
        x: float,
        y: float,
        words: str,
        pixels: int,
        *,
        color: str = INK,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """Words on their base line; `$` is a dollar and no formula."""
        self._figure.text(
            x / WIDTH,
            1 - y / self._height,
            words,
            fontproperties=self.font(pixels, bold=bold),
            color=color,
            ha=align,
            va="baseline",
            parse_math=False,
        )

    def fitting(self, words: str, pixels: int, width: float) -> int:
        """The height, or a smaller one at which the words are no wider than that."""
        from matplotlib.textpath import text_to_path

        font = self.font(pixels)
        wide, _, _ = text_to_path.get_text_width_height_descent(words, font, ismath=False)
        return min(pixels, int(pixels * width / (wide * DPI / 72)))

    def box(self, x: float, y: float, width: float, height: float, color: str) -> None:
        """A filled rectangle by its upper left corner."""
        from matplotlib.patches import Rectangle

        corner = (x / WIDTH, 1 - (y + height) / self._height)
        size = (width / WIDTH, height / self._height)
        self._figure.add_artist(Rectangle(corner, *size, facecolor=color, linewidth=0))

    def png(self) -> bytes:
        """The whole as a file."""
        file = BytesIO()
        self._figure.savefig(file, format="png")
        return file.getvalue()


def _tiles(canvas: _Canvas, top: int, tiles: Sequence[tuple[str, str]]) -> None:
    width = (WIDTH - 2 * MARGIN) / len(tiles)
    small = min(canvas.fitting(what, SMALL, width - MARGIN / 2) for _, what in tiles)
    for place, (number, what) in enumerate(tiles):
        middle = MARGIN + width * (place + 0.5)
        canvas.text(middle, top + 90, number, TILE, bold=True, align="center")
        canvas.text(middle, top + 145, what, small, color=QUIET, align="center")


def _hourly(canvas: _Canvas, top: int, hourly: Hourly) -> None:
    """Pairs of bars; the numbers stand on them, so that no scale is needed."""
    canvas.text(MARGIN, top + 50, hourly.title, HEADING, bold=True)
    x: float = MARGIN
    for name, color in zip(hourly.names, (FIRST, SECOND), strict=True):
        canvas.box(x, top + 78, 30, 30, color)
        canvas.text(x + 45, top + 105, name, SMALL, color=QUIET)
        x += 320
    floor, room = top + HOURLY - 55, HOURLY - 230
    most = max(1, *(value for pair in hourly.values for value in pair))
    step = (WIDTH - 2 * MARGIN) / len(hourly.hours)
    canvas.box(MARGIN, floor, WIDTH - 2 * MARGIN, 3, LINE)
    for place, (hour, pair) in enumerate(zip(hourly.hours, hourly.values, strict=True)):
        left = MARGIN + place * step
        for side, (value, color) in enumerate(zip(pair, (FIRST, SECOND), strict=True)):
            tall = room * value / most
            begin = left + step * (0.12 + 0.38 * side)
            canvas.box(begin, floor - tall, step * 0.36, tall, color)
            if value and len(hourly.hours) <= 12:
                middle = begin + step * 0.18
                canvas.text(middle, floor - tall - 10, str(value), TINY, align="center")
        if len(hourly.hours) <= 12 or hour % 3 == 0:
            canvas.text(left + step / 2, floor + 45, str(hour), SMALL, color=QUIET, align="center")


def _bars(canvas: _Canvas, top: int, bars: Bars, color: str) -> None:
    """A line of words and a thin bar below each: long words need the whole width."""
    canvas.text(MARGIN, top + 45, bars.title, HEADING, bold=True)
    most = max(bar.value for bar in bars.bars)
    for place, bar in enumerate(bars.bars):
        line = top + WORDS + place * BAR
        canvas.text(MARGIN, line + 40, bar.label, SMALL)
        canvas.text(WIDTH - MARGIN, line + 40, bar.shown, SMALL, bold=True, align="right")
        canvas.box(MARGIN, line + 52, WIDTH - 2 * MARGIN, 6, LINE)
        canvas.box(MARGIN, line + 52, (WIDTH - 2 * MARGIN) * bar.value / most, 6, color)


def _lines(canvas: _Canvas, top: int, lines: Sequence[tuple[str, str]]) -> None:
    for place, (what, much) in enumerate(lines):
        line = top + place * WORDS + 40
        canvas.text(MARGIN, line, what, SMALL, color=QUIET)
        canvas.text(WIDTH - MARGIN, line, much, SMALL, bold=True, align="right")
