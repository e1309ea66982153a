"""How far the queue is counted."""

from collections.abc import Iterable

COUNTED = 5_000
"""Beyond it nobody learns anything from the number, and counting costs more than it tells: a count
that is greater means «more than so many».
"""


def in_all(counts: Iterable[int]) -> int:
    """Several such counts together: one that broke off makes the whole one that did."""
    return min(sum(counts), COUNTED + 1)
