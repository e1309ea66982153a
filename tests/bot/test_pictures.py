"""The picture of a day: whole, readable, in both languages, and nothing of it at the start."""

import datetime as dt
import struct
import subprocess
import sys
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from bot.i18n import texts
from bot.pictures import day as painter
from bot.screens import day_numbers, day_picture
from domain.consultation.case import EventKind, OutcomeCode
from domain.consultation.day_numbers import DayNumbers, Happened, Seen, Take, numbers_of
from domain.consultation.opening import ALMATY, OpeningHours
from domain.consultation.triage import Level
from domain.people.model import Language

DAY = dt.date(2026, 11, 23)
MIDNIGHT = int(dt.datetime(2026, 11, 23, tzinfo=ALMATY).timestamp())


def numbers(times: int, hours: tuple[int, ...] = tuple(range(8, 19))) -> DayNumbers:
    """A day on which everything there is happened so many times in each hour."""
    happened: list[Happened] = []
    takes: list[Take] = []
    for hour in hours * times:
        at = MIDNIGHT + hour * 3600
        for level in Level:
            happened.append(Happened(kind=EventKind.OPENED, at=at, level=level))
            takes.append(
                Take(level=level, sent=at - 9 * 86_400, at=at, first=True, replied_at=at + 50_000)
            )
        happened += [
            Happened(kind=EventKind.CLOSED, at=at, level=Level.PLAN, outcome=code)
            for code in OutcomeCode
        ]
        happened.append(Happened(kind=EventKind.RATED, at=at, level=Level.PLAN, stars=4))
    return numbers_of(DAY, Seen(happened, takes, 1234, 5678), OpeningHours())


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("of", [numbers(1), numbers(20), numbers(1, (3,)), numbers(2, (0, 23))])
def test_no_words_run_over_others_or_the_edge(
    language: Language, of: DayNumbers, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes: list[tuple[str, Any]] = []
    png = painter._Canvas.png

    def measured(canvas: Any) -> bytes:
        drawn = png(canvas)
        renderer = FigureCanvasAgg(canvas._figure).get_renderer()
        found = canvas._figure.texts
        boxes.extend((text.get_text(), text.get_window_extent(renderer)) for text in found)
        return drawn

    monkeypatch.setattr(painter._Canvas, "png", measured)
    width, height = size(painter.draw(day_picture.chart(texts(language), of)))
    assert width == 1080
    assert width + height <= 10_000
    assert height <= 20 * width
    for words, box in boxes:
        assert (box.x0 >= 0, box.x1 <= width, box.y0 >= 0, box.y1 <= height) == (True,) * 4, words
    large = [(words, box) for words, box in boxes if not words.isdecimal()]
    for place, (words, box) in enumerate(large):
        assert not [other for other, its in large[place + 1 :] if box.overlaps(its)], words


@pytest.mark.parametrize("language", Language)
def test_the_text_of_the_fullest_day_is_one_message(language: Language) -> None:
    screen = day_numbers.day(texts(language), numbers(20, tuple(range(24))), DAY)
    assert len(screen.text.striptags()) <= 4096
    assert len(day_numbers.caption(texts(language), numbers(20)).text.striptags()) <= 1024
    for row in screen.rows:
        assert sum(len(button.text) for button in row) <= 36


def test_a_day_of_ratings_alone_is_drawn() -> None:
    rated = Happened(kind=EventKind.RATED, at=MIDNIGHT, level=Level.PLAN, stars=5)
    of = numbers_of(DAY, Seen([rated], []), OpeningHours())
    assert not of.is_empty
    size(painter.draw(day_picture.chart(texts(Language.KK), of)))


def test_the_start_does_not_know_how_to_draw() -> None:
    code = (
        "import sys, bot.app, bot.dispatcher; bot.dispatcher.dispatcher()\n"
        "heavy = {'matplotlib', 'numpy', 'PIL'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
