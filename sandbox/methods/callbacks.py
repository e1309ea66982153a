"""answerCallbackQuery and setMessageReaction."""

from __future__ import annotations

from typing import Any

from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.methods.access import chat_of, check_may_write, message_of
from sandbox.methods.registry import method
from sandbox.model import Answer
from sandbox.rules.errors import bad_request, from_mtproto
from sandbox.rules.reactions import read_reactions

ANSWER_WITHIN = 60.0  # seconds; Telegram gives no number [guess]
MAX_ANSWER = 200


@method("answerCallbackQuery", "callback_query_id", "text", "show_alert", "url", "cache_time")
async def answer_callback_query(core: Core, arguments: Arguments) -> Any:
    text = arguments.text("text") or ""
    query = core.world.callbacks.get(arguments.text("callback_query_id") or "")
    late = query is not None and core.clock.now() - query.asked_at > ANSWER_WITHIN
    if query is None or query.answered or late:
        raise from_mtproto(400, "QUERY_ID_INVALID")
    if len(text) > MAX_ANSWER:
        raise bad_request("MESSAGE_TOO_LONG", "issue")
    url = arguments.text("url") or None
    if url is not None and not _opens_the_bot(url, core.world.bot.username):
        raise bad_request("URL_INVALID", "issue")
    query.answered = True
    answer = Answer(query.id, text, arguments.boolean("show_alert"), url)
    core.world.answered(query.person_id, answer)
    return True


def _opens_the_bot(url: str, username: str) -> bool:
    """Without a game only a link `t.me/<bot>?start=...` may be opened. [docs]"""
    bare = url.removeprefix("https://").removeprefix("http://")
    return bare.lower().startswith(f"t.me/{username}?start=".lower())


@method("setMessageReaction", "chat_id", "message_id", "reaction", "is_big")
async def set_message_reaction(core: Core, arguments: Arguments) -> Any:
    reactions = read_reactions(arguments.text("reaction"))
    person = chat_of(core, arguments)
    item = message_of(core, person, arguments, "react")
    check_may_write(person)
    item.by_bot = [reaction["emoji"] for reaction in reactions]
    core.world.changed(item)
    return True
