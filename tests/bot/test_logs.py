"""What a traceback tells, and what it does not."""

import io
import json
import logging

import pytest

from bot.logs import set_up_logging
from domain.errors import NotFound

NAME = "".join(("Ай", "гүл"))  # a traceback shows lines of code, and this one is of a test


pytestmark = pytest.mark.usefixtures("logging_as_it_was")


def told(form: str, error: Exception) -> str:
    set_up_logging("INFO", form)
    out = io.StringIO()
    handler = logging.getLogger().handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(out)
    try:
        try:
            raise ValueError(f"invalid input for query argument $2: {NAME}")
        except ValueError as cause:
            raise error from cause
    except Exception:
        logging.getLogger("bot.test").exception("update 5 broke, code ABC")
    return out.getvalue()


@pytest.mark.parametrize("form", ["console", "json"])
def test_an_errors_own_words_may_be_a_persons(form: str) -> None:
    line = told(form, RuntimeError(f"about {NAME}"))
    assert NAME not in line
    for part in ("update 5 broke, code ABC", "builtins.ValueError", "builtins.RuntimeError"):
        assert part in line
    assert "test_logs.py" in line, "where it happened"
    assert line.index("ValueError") < line.index("RuntimeError"), "the cause comes first"


def test_our_own_errors_keep_their_words() -> None:
    line = told("json", NotFound("case"))
    assert "domain.errors.NotFound: case" in json.loads(line)["exception"]
