"""The bot that ours is measured against: aiogram by webhook, an echo, nothing stored.

`python -m bench.plain API PORT [--tuned] [one-core]`. As people write it: a magic filter (which
aiogram runs in a thread), and everything else as the documentation shows. `--tuned` takes away the
two costs that can be avoided: the filter, and the class of the answer that pydantic forgets and
builds anew.
"""

import asyncio
import os
import sys

import uvloop
from aiogram import Bot, Dispatcher, F, Router
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import Response
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from bench.bots import TOKEN
from bench.driver import SECRET


async def echo(message: Message) -> None:
    """The same words back."""
    await message.answer(message.text or "")


async def main(api: str, port: int, *, tuned: bool) -> None:
    """Serve until killed."""
    kept = Response[Message] if tuned else None
    router = Router()
    router.message.register(echo, *(() if tuned else (F.text,)))
    dispatcher = Dispatcher()
    dispatcher.include_router(router)
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(api)))
    app = web.Application()
    SimpleRequestHandler(
        dispatcher, bot, handle_in_background=False, secret_token=SECRET
    ).register(app, path="/telegram")
    setup_application(app, dispatcher, bot=bot)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    await asyncio.Event().wait()
    del kept


if __name__ == "__main__":
    if "one-core" in sys.argv:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    uvloop.run(main(sys.argv[1], int(sys.argv[2]), tuned="--tuned" in sys.argv))
