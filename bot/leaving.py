"""Ctrl+C and SIGTERM before the program is at work."""

import os
import signal
from collections.abc import Callable

LEAVING = (signal.SIGINT, signal.SIGTERM)


def leave_at_a_signal(before: Callable[[], None] | None = None) -> None:
    """Until the loop has handlers of its own, either signal ends the process at once, code 0.

    Nothing is open yet that wants closing. An exception raised by the signal would be worse: in
    the middle of an import it comes out as another one (pydantic turns it into a SchemaError),
    with a traceback. `before` is done first.
    """

    def leave(_number: int, _frame: object) -> None:
        for number in LEAVING:
            signal.signal(number, signal.SIG_IGN)  # once is enough
        if before is not None:
            before()
        os._exit(0)

    for number in LEAVING:
        signal.signal(number, leave)
