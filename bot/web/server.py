"""Starts and stops the web server.

CannotListen    the address cannot be taken; its sentence is for the owner at the terminal
"""

import errno
from typing import Final

from aiohttp import web

from bot.web.app import Routes

GRACE: Final = 10.0
"""Seconds that requests in work get when the program stops."""


class CannotListen(Exception):
    """The port or the address cannot be used."""


class WebServer:
    """One server on one port."""

    def __init__(self, host: str, port: int, routes: Routes) -> None:
        """Port 0 takes a free one."""
        self._host = host
        self._port = port
        self._routes = routes
        self._runner: web.AppRunner | None = None

    @property
    def port(self) -> int:
        """The port that is really used; known after `start`."""
        if self._runner is not None and self._runner.addresses:
            return int(self._runner.addresses[0][1])
        return self._port

    async def start(self) -> None:
        """Listen; raises CannotListen."""
        runner = web.AppRunner(
            self._routes.app(),
            access_log=None,
            shutdown_timeout=GRACE,
            auto_decompress=False,  # what is packed is refused, never unpacked
        )
        await runner.setup()
        try:
            await web.TCPSite(runner, self._host, self._port).start()
        except OSError as error:
            await runner.cleanup()
            raise CannotListen(self._sentence(error)) from error
        self._runner = runner

    def admit(self) -> None:
        """From now on updates are taken: the program has all that it needs for them."""
        self._routes.starting = False

    def refuse(self) -> None:
        """From now on updates are sent back with 503: the program is stopping."""
        self._routes.stopping = True

    async def stop(self) -> None:
        """Take nothing new, let what is in work finish, then close."""
        self.refuse()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def _sentence(self, error: OSError) -> str:
        if error.errno == errno.EADDRINUSE:
            return (
                f"Port {self._port} is taken by another program: "
                "stop that one, or set WEB_PORT to a free port."
            )
        if error.errno == errno.EACCES:
            return (
                f"Port {self._port} may not be used without more rights: "
                "set WEB_PORT to a port above 1023."
            )
        if error.errno == errno.EADDRNOTAVAIL:
            return (
                f"{self._host} is not an address of this machine: set WEB_HOST to one of its own, "
                "like 127.0.0.1, or to 0.0.0.0 for all of them."
            )
        return (
            f"The web server cannot listen on {self._host}, port {self._port} "
            f"({error.strerror}): check WEB_HOST and WEB_PORT."
        )
