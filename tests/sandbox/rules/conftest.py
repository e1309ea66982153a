"""What every test of the rules needs: the words of a refusal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sandbox.rules.errors import ApiError

Refused = Callable[..., str]


@pytest.fixture
def refused() -> Refused:
    """Call a rule that must refuse with 400, and return the description without its prefix."""

    def call(rule: Callable[..., object], *arguments: object, **options: object) -> str:
        with pytest.raises(ApiError) as caught:
            rule(*arguments, **options)
        assert caught.value.code == 400
        prefix, _, words = caught.value.description.partition(": ")
        assert prefix == "Bad Request"
        return words

    return call
