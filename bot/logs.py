"""Logging: structlog renders every line, for people or for machines.

Nothing of what people write, no name, no phone and no chat id goes into a line; libraries that
would log addresses (they contain the token) are kept to warnings.
"""

import logging

import structlog

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


def set_up_logging(level: str, form: str) -> None:
    """`form`: console or json."""
    shared: list[structlog.typing.Processor] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *([structlog.processors.format_exc_info] if form == "json" else []),
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
