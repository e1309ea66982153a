"""Real time that can jump ahead."""

from bot.clock import SystemClock


class LeapingClock(SystemClock):
    """Sleeps for as long as people do; only what it says the time is can leap."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def now(self) -> float:
        return super().now() + self.ahead

    def leap(self, seconds: float) -> None:
        self.ahead += seconds
