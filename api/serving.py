"""The HTTP server, with one worker or several, and the moment from which it listens."""

from collections.abc import Callable
from socket import socket
from typing import Any

import uvicorn
from uvicorn.supervisors import Multiprocess

FACTORY = "api.app:create_app"


def serve_until_signal(
    app: Callable[..., Any] | None, host: str, port: int, workers: int, on_listening: Callable[[], None]
) -> bool:
    """Serve until a signal; without an app each worker makes its own. Whether it ever listened."""
    config = uvicorn.Config(
        app or FACTORY, factory=app is None, host=host, port=port, workers=workers, log_level="warning"
    )
    if workers > 1:
        supervisor = _Workers(config, [config.bind_socket()], on_listening)
        supervisor.run()
        return supervisor.has_listened
    server = _Server(config, on_listening)
    server.run()
    return server.started


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self.on_listening = on_listening

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self.on_listening()


class _Workers(Multiprocess):
    def __init__(self, config: uvicorn.Config, sockets: list[socket], on_listening: Callable[[], None]) -> None:
        super().__init__(config, sockets)
        self.on_listening, self.has_listened = on_listening, False

    def keep_subprocess_alive(self) -> None:
        super().keep_subprocess_alive()
        if not self.has_listened and any(process.is_ready(timeout=1) for process in self.processes):
            self.has_listened = True
            self.on_listening()
