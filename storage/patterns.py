"""What is looked for with LIKE: the words of people carry no signs of a pattern."""


def literally(word: str) -> str:
    """The word with its own `%` and `_`, for `escape '!'`."""
    for sign in "!%_":
        word = word.replace(sign, f"!{sign}")
    return word
