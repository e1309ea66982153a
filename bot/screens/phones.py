"""Phone numbers as people write them and as we keep and show them."""

import phonenumbers

REGION = "KZ"

_GROUPS = phonenumbers.NumberFormat(pattern=r"(\d{3})(\d{3})(\d{2})(\d{2})", format=r"\1 \2 \3 \4")
"""The groups in which ten digits are read aloud here; the library's own end in four."""


def understood(text: str) -> str | None:
    """The number in E.164, or None when it cannot be one; local forms are Kazakhstan's."""
    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown(phone: str) -> str:
    """The number grouped as people read it: «+7 701 123 45 67»."""
    try:
        number = phonenumbers.parse(phone, REGION)
    except phonenumbers.NumberParseException:
        return phone
    text = phonenumbers.format_by_pattern(
        number, phonenumbers.PhoneNumberFormat.INTERNATIONAL, [_GROUPS]
    )
    return text.replace("-", " ").replace(" ", "\u00a0")
