"""Words as old telephones write them: no Kazakh letters, a Latin «i» among Cyrillic ones."""

from typing import Final

_PLAIN: Final = str.maketrans("ёәіңғүұқөһыiəө", "еаингуукохииао")


def simplified(text: str) -> str:
    """In small letters, each Kazakh one as its Russian neighbour: «Өмір» and «омир» are the same.

    The length stays as it is, but for letters that grow when they are made small.
    """
    return text.casefold().translate(_PLAIN)
