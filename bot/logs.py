"""Logging: structlog renders every line, for people or for machines.

Nothing of what people write, no name, no phone and no chat id goes into a line; libraries that
would log addresses (they contain the token) are kept to warnings. A traceback is told without the
words of errors that are not ours: a database's repeats the values it was given.
"""

import logging
import traceback
from collections.abc import Iterator
from typing import TextIO

import structlog

from domain.errors import DomainError

_QUIET = (
    "httpx",
    "httpcore",
    "aiogram",
    "aiosqlite",
    "apscheduler",
    "aiohttp",
    "alembic",
    "asyncio",
)


def set_up_logging(
    level: str, form: str, ours: tuple[type[BaseException], ...] = (DomainError,)
) -> None:
    """`form`: console or json; `ours`: errors that are told with their words."""
    tracebacks = Tracebacks(ours)
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=tracebacks.write)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *([structlog.processors.ExceptionRenderer(tracebacks)] if form == "json" else []),
            renderer,
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
    # its pool repeats with a traceback what the storage says in one line
    logging.getLogger("asyncpg").setLevel(logging.ERROR)
    # a tick that is left out while the one before it waits for the database is no news
    logging.getLogger("apscheduler").setLevel(logging.ERROR)


class Tracebacks:
    """Tells errors by their kind and place, and only those of `ours` by their words."""

    def __init__(self, ours: tuple[type[BaseException], ...]) -> None:
        """`ours`: kinds whose words never repeat what people wrote."""
        self._ours = ours

    def __call__(self, exc_info: structlog.typing.ExcInfo) -> str:
        """The error and those that led to it, the first one first."""
        parts = ["".join(self._one(error)) for error in _chain(exc_info[1])]
        return "\nwhich led to\n\n".join(reversed(parts))

    def write(self, out: TextIO, exc_info: structlog.typing.ExcInfo) -> None:
        """The same for the console."""
        out.write("\n" + self(exc_info))

    def _one(self, error: BaseException) -> Iterator[str]:
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_tb(error.__traceback__)
        kind = f"{type(error).__module__}.{type(error).__qualname__}"
        yield f"{kind}: {error}\n" if isinstance(error, self._ours) else f"{kind}\n"


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        hidden = error.__suppress_context__
        error = error.__cause__ or (None if hidden else error.__context__)
