"""Pictures are drawn beside the event loop: one at a time, a few in line, none for ever."""

import asyncio
import logging
from typing import Final

from bot.nursery import Nursery
from bot.screens.model import Picture

log = logging.getLogger(__name__)

SECONDS: Final = 20.0
"""How long somebody waits for a picture, the line before it included."""

LINE: Final = 5
"""Pictures that may be on their way at once, the one being drawn included."""

PHOTO_BYTES: Final = 10 * 1024 * 1024
"""Telegram takes no larger photo."""


class Studio:
    """Draws for whoever asks. No thread is given up half-way: the next one waits for it."""

    def __init__(self, nursery: Nursery) -> None:
        """`nursery` keeps a drawing that nobody waits for any more until its thread has ended."""
        self._nursery = nursery
        self._one = asyncio.Lock()
        self._line = 0

    async def draw(self, picture: Picture) -> bytes | None:
        """The file of the picture; None when it fails, takes too long, or too many are in line."""
        if self._line >= LINE:
            log.warning("a picture was not drawn: %s are in line", self._line)
            return None
        self._line += 1
        work = self._in_turn(picture)
        drawing: asyncio.Task[bytes | None] = self._nursery.start(work, "picture")
        done, _ = await asyncio.wait({drawing}, timeout=SECONDS)
        if not done:
            log.warning("a picture takes longer than %.0f s", SECONDS)
            return None
        return drawing.result()

    async def _in_turn(self, picture: Picture) -> bytes | None:
        try:
            async with self._one:
                drawn = await asyncio.to_thread(picture.draw)
        except Exception:
            log.exception("a picture could not be drawn")
            return None
        finally:
            self._line -= 1
        if len(drawn) > PHOTO_BYTES:
            log.error("a picture of %s bytes is too large for a photo", len(drawn))
            return None
        return drawn
