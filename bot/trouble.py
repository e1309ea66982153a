"""What the log says of a trouble that lasts: a line when it begins or changes, one at its end."""

import logging


class Trouble:
    """Something that is tried again and again; not every try is worth a line."""

    def __init__(self, log: logging.Logger, met: str, over: str) -> None:
        """`met`: the line for a trouble, with one %s for what it is; `over`: that for its end."""
        self._log = log
        self._met = met
        self._over = over
        self._what = ""

    def met(self, what: str) -> None:
        """It did not work, and why."""
        if what != self._what:
            self._log.warning(self._met, what)
        self._what = what

    def over(self) -> None:
        """It worked."""
        if self._what:
            self._log.info(self._over)
        self._what = ""
