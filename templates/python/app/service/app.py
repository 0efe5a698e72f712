import logging
import time

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.settings import SERVICE_NAME, VERSION

log = logging.getLogger(__name__)


async def root(_: Request) -> JSONResponse:
    return JSONResponse({"service": SERVICE_NAME, "version": VERSION})


async def health(_: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})


class RequestLog:
    """Writes one line a request. Health checks would drown the rest, so they are left out."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"] == "/healthz":
            return await self.app(scope, receive, send)
        started = time.perf_counter()
        status = 500

        async def send_and_note(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, send_and_note)
        finally:
            ms = round((time.perf_counter() - started) * 1000)
            fields = {"method": scope["method"], "path": scope["path"], "status": status, "ms": ms}
            log.info("request", extra={"fields": fields})


app = Starlette(
    routes=[Route("/", root), Route("/healthz", health)],
    middleware=[Middleware(RequestLog)],
)
