"""The server of the pages: on this machine only, until Ctrl-C."""

from __future__ import annotations

import errno
import socket
import webbrowser
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import uvicorn

from stdplan.errors import Locked, NoPermission
from stdplan.i18n import t
from stdplan.platforms import continue_on_closed_pipe, end_on_closed_pipe
from stdplan.web.answers import Ask
from stdplan.web.site import Site

HOST = "127.0.0.1"
_GRACE = 3  # seconds that an answer may still take after Ctrl-C


def serve(
    path: str, ask: Ask, day: date, port: int, open_it: bool, say: Callable[[str], None]
) -> None:
    """Serve a catalogue until Ctrl-C. `port`: 0 for a free one. `open_it`: show it in a browser.

    Raise Locked if the port is in use, NoPermission if it is not allowed.
    """
    with _listen(port) as listening:
        address = f"http://{HOST}:{listening.getsockname()[1]}/"
        site = Site(path, ask, day)
        config = uvicorn.Config(
            site.app(),
            log_level="critical",
            access_log=False,
            lifespan="on",
            timeout_graceful_shutdown=_GRACE,
        )
        server = _Server(config, lambda: _started(address, open_it, say))
        try:
            with _outliving_clients():
                server.run(sockets=[listening])
        finally:
            site.close()


@contextmanager
def _outliving_clients() -> Iterator[None]:
    """Keep the process alive when a browser closes a connection early: other commands end by
    SIGPIPE."""
    continue_on_closed_pipe()
    try:
        yield
    finally:
        end_on_closed_pipe()


class _Server(uvicorn.Server):
    """A server that says when it listens."""

    def __init__(self, config: uvicorn.Config, on_start: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_start = on_start

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer, and say so."""
        await super().startup(sockets)
        if not self.should_exit:
            self._on_start()


def _started(address: str, open_it: bool, say: Callable[[str], None]) -> None:
    say(t("the catalogue is at {address} (Ctrl-C ends it)", address=address))
    if open_it:
        webbrowser.open(address)


def _listen(port: int) -> socket.socket:
    """Return a socket that listens on a port of this machine."""
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            sentence = "--port: {port} is in use; give another one, or 0 for a free one"
            raise Locked(t(sentence, port=port)) from None
        sentence = "--port: {port} cannot be used ({why})"
        raise NoPermission(t(sentence, port=port, why=error.strerror)) from None
    return listening
