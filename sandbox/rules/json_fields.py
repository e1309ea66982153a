"""Reading nested JSON parameters with the server's own error texts (tdutils JsonObject). [src]"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from sandbox.rules.integers import safe_int

JsonObject = Mapping[str, Any]

_MISSING = object()


class FieldError(Exception):
    """What is wrong with a field; the caller puts `Can't parse ...: ` before it."""


class NotJsonError(Exception):
    """The parameter is a string and not JSON."""


def decode(raw: object) -> Any:
    """The value of a parameter, a JSON string or already decoded. Raises NotJsonError."""
    if not isinstance(raw, str):
        return raw
    try:
        return json.loads(raw, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise NotJsonError from None


def is_missing(raw: object) -> bool:
    """An absent parameter and an empty string are the same to the server."""
    return raw is None or raw == ""


def optional_string(fields: JsonObject, name: str) -> str:
    """A number is taken for a string, as the server does; "" when missing."""
    value = fields.get(name, _MISSING)
    if value is _MISSING:
        return ""
    if isinstance(value, str):
        return value
    if _is_number(value):
        return json.dumps(value)
    raise FieldError(f'Field "{name}" must be of type String')


def required_string(fields: JsonObject, name: str) -> str:
    _require(fields, name)
    return optional_string(fields, name)


def optional_bool(fields: JsonObject, name: str) -> bool:
    value = fields.get(name, False)
    if isinstance(value, bool):
        return value
    raise FieldError(f'Field "{name}" must be of type Boolean')


def optional_int(fields: JsonObject, name: str, *, bits: int = 32) -> int:
    """A string of digits is taken for a number; 0 when missing."""
    value = fields.get(name, 0)
    if _is_number(value):
        value = json.dumps(value)
    if not isinstance(value, str):
        raise FieldError(f'Field "{name}" must be a Number')
    number = safe_int(value, bits=bits)
    if number is None:
        raise FieldError(f'Field "{name}" must be a valid Number')
    return number


def required_int(fields: JsonObject, name: str, *, bits: int = 32) -> int:
    _require(fields, name)
    return optional_int(fields, name, bits=bits)


def required_object(fields: JsonObject, name: str) -> JsonObject:
    _require(fields, name)
    value = fields[name]
    if not isinstance(value, Mapping):
        raise FieldError(f'Field "{name}" must be of type Object')
    return value


def optional_array(fields: JsonObject, name: str) -> list[Any]:
    """[] when missing or null."""
    value = fields.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise FieldError(f'Field "{name}" must be of type Array')
    return value


def _require(fields: JsonObject, name: str) -> None:
    if name not in fields:
        raise FieldError(f'Can\'t find field "{name}"')


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _refuse_constant(constant: str) -> object:
    raise ValueError(constant)
