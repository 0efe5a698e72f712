import asyncio
import logging
import socket
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from service import logs
from service.settings import COMMIT, VERSION

log = logging.getLogger(__name__)

# What happens between the signal to stop and the end; orchestrators kill after 10 s (Docker) or 30 s (Kubernetes).
# For requests that are still on their way: load balancers learn late that we stop.
LINGER_SECONDS = 0.5
# How long open requests may take after that.
DRAIN_SECONDS = 8


class Server(uvicorn.Server):
    """Stops without cutting a request off."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        # An empty host is every address, IPv4 and IPv6. Our own log has a line a request already.
        config = uvicorn.Config(
            app,
            host="",
            port=port,
            log_config=None,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
        )
        super().__init__(config)

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        # Uvicorn would raise the signal once more at the end, but who stops when told to has not failed.
        self.should_exit = True

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            log.info("listening", extra={"fields": {"port": self.config.port, "version": VERSION, "commit": COMMIT}})

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        log.info("stopping")
        self.server_state.default_headers.append((b"connection", b"close"))
        await asyncio.sleep(LINGER_SECONDS)
        await super().shutdown(sockets)
        if self.server_state.connections:
            raise TimeoutError(f"requests were still open after {DRAIN_SECONDS} s")
        log.info("stopped")


def serve(app: ASGIApp, port: int) -> None:
    """Answers requests until SIGTERM or SIGINT, then finishes the open ones."""
    logs.set_up()
    Server(app, port).run()
