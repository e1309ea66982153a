"""From the first word to the second request, by clicks in the page."""

from __future__ import annotations

import pytest
from playwright.async_api import expect

from tests.browser.conftest import DESKTOP, PHONE, Opener
from tests.browser.conversation import whole_conversation
from tests.browser.visitor import Visitor
from tests.browser.words import KK, RU, Words
from tests.chat.town import Town

pytestmark = [
    pytest.mark.browser,
    pytest.mark.asyncio(loop_scope="module"),
    pytest.mark.timeout(240),
]


@pytest.mark.parametrize("words", [KK, RU], ids=["kk", "ru"])
async def test_at_a_desk(town: Town, opened: Opener, words: Words) -> None:
    people = (town.aigul, town.marat) if words is KK else (town.sergei, town.dinara)
    visitors = await opened(DESKTOP, *(person.id for person in people), town.erlan.id)
    await whole_conversation(*visitors, words)
    await nothing_was_refused(visitors[0])


async def test_by_telephone(town: Town, opened: Opener) -> None:
    """The citizen at 412 pixels; the others where staff sit."""
    [citizen] = await opened(PHONE, town.aigul.id)
    operator, owner = await opened(DESKTOP, town.marat.id, town.erlan.id)
    await whole_conversation(citizen, operator, owner, KK)
    await nothing_was_refused(citizen)


async def nothing_was_refused(visitor: Visitor) -> None:
    """The panel has the calls, and none in red; no parameter the Bot API does not know."""
    screen = visitor.screen
    await expect(screen.hook("refusals")).to_be_hidden()
    await screen.hook("panel-toggle").click()
    await expect(screen.hook("call").first).to_be_visible()
    await screen.hook("only-refused").check()
    await expect(screen.hook("call").filter(visible=True)).to_have_count(0)
    await screen.hook("tab-reports").click()
    await expect(screen.hook("reports")).to_have_text("Nothing so far.")
    assert await screen.overflow() == 0
