"""getMe, getUpdates and the webhook's settings."""

from __future__ import annotations

from typing import Any

from sandbox.arguments import Arguments
from sandbox.core import Core
from sandbox.delivery.polling import BY_WEBHOOK, WEBHOOK_ACTIVE
from sandbox.methods.registry import Described, method
from sandbox.rules.errors import ApiError, too_many_requests
from sandbox.rules.webhook_url import check_secret_token, check_webhook_url, clamp_max_connections
from sandbox.view import bot_user


@method("getMe")
async def get_me(core: Core, arguments: Arguments) -> Any:
    return bot_user(core.world.bot) | {
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
        "has_topics_enabled": False,
    }


@method("getUpdates", "offset", "limit", "timeout", "allowed_updates")
async def get_updates(core: Core, arguments: Arguments) -> Any:
    if core.webhook.url:
        raise ApiError(409, WEBHOOK_ACTIVE, source="src")
    _allow(core, arguments)
    return await core.polling.get(
        arguments.integer("offset"), arguments.integer("limit", 100), arguments.integer("timeout")
    )


def _allow(core: Core, arguments: Arguments) -> None:
    for name in core.queue.allow(arguments.text("allowed_updates")):
        core.journal.report(f"allowed_updates: Telegram has no update type {name!r}")


@method(
    "setWebhook",
    "url",
    "max_connections",
    "allowed_updates",
    "drop_pending_updates",
    "secret_token",
    unmodelled=("certificate", "ip_address"),
)
async def set_webhook(core: Core, arguments: Arguments) -> Any:
    """The server is in `--local` mode: plain HTTP, any port and private addresses are allowed."""
    url = arguments.text("url") or ""
    if not url:
        return await delete_webhook(core, arguments)
    url = check_webhook_url(url, local=True)
    secret = check_secret_token(arguments.text("secret_token") or "")
    asked = arguments.integer("max_connections") or None
    connections = clamp_max_connections(asked, local=False)
    if not core.webhook.may_be_set():
        raise too_many_requests(1, "src")
    before = list(core.queue.allowed)
    _allow(core, arguments)
    if arguments.boolean("drop_pending_updates"):
        core.queue.clear()
    core.polling.abort(ApiError(409, BY_WEBHOOK, source="src"))
    changed = core.webhook.set(url, secret, connections) or before != core.queue.allowed
    return Described(True, "Webhook was set" if changed else "Webhook is already set")


@method("deleteWebhook", "drop_pending_updates")
async def delete_webhook(core: Core, arguments: Arguments) -> Any:
    if arguments.boolean("drop_pending_updates"):
        core.queue.clear()
    was_set = bool(core.webhook.url)
    await core.webhook.delete()
    return Described(True, "Webhook was deleted" if was_set else "Webhook is already deleted")


@method("getWebhookInfo")
async def get_webhook_info(core: Core, arguments: Arguments) -> Any:
    return core.webhook.info()
