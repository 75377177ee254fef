"""The HTTP server, with one worker or several, and the moment from which it listens."""

from collections.abc import Callable
from socket import socket
from typing import Any

import uvicorn
from uvicorn.config import STARTUP_FAILURE
from uvicorn.supervisors import Multiprocess
from uvicorn.supervisors.multiprocess import Process

FACTORY = "api.cli:worker"
FAILED_START = STARTUP_FAILURE


def serve_until_signal(
    app: Callable[..., Any] | None,
    host: str,
    port: int,
    workers: int,
    on_listening: Callable[[], None],
    on_trouble: Callable[[str], None],
) -> bool:
    """Serve until a signal; without an app each worker makes its own. Whether it listened and no start failed."""
    config = uvicorn.Config(
        app or FACTORY, factory=app is None, host=host, port=port, workers=workers, log_level="warning"
    )
    if workers > 1:
        supervisor = Workers(config, [config.bind_socket()], on_listening, on_trouble)
        supervisor.run()
        return supervisor.has_listened and not supervisor.has_failed
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


class Workers(Multiprocess):
    """Worker processes; what becomes of them is said in Chinese, where uvicorn would say it in English."""

    def __init__(
        self,
        config: uvicorn.Config,
        sockets: list[socket],
        on_listening: Callable[[], None],
        on_trouble: Callable[[str], None],
    ) -> None:
        super().__init__(config, sockets)
        self.on_listening, self.on_trouble = on_listening, on_trouble
        self.has_listened = self.has_failed = False
        self._ready: set[int | None] = set()

    def keep_subprocess_alive(self) -> None:
        """Put another worker in the place of one that ended; one that ends before it listens ends them all."""
        for place, process in enumerate(self.processes):
            if self.should_exit.is_set():
                return
            if not process.is_alive(timeout=self.config.timeout_worker_healthcheck):
                self._replace(place, process)
            elif process.pid not in self._ready and process.is_ready(timeout=1):
                self._ready.add(process.pid)
        if self._ready and not self.has_listened:
            self.has_listened = True
            self.on_listening()

    def _replace(self, place: int, process: Process) -> None:
        ended_by_itself = process.exitcode is not None
        process.kill()
        process.join()
        if process.exitcode == STARTUP_FAILURE or (ended_by_itself and process.pid not in self._ready):
            self.has_failed = True
            self.on_trouble(f"工作进程 {process.pid} 没能启动，服务已停止；原因见上文")
            self.should_exit.set()
            return
        what = "意外结束" if ended_by_itself else "没有响应"
        self.on_trouble(f"工作进程 {process.pid} {what}，已另起一个")
        self.processes[place] = Process(self.config, self.sockets)
        self.processes[place].start()
