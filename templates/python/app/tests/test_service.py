import asyncio
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from service.__main__ import main
from service.app import app
from service.health import check
from service.logs import JsonFormatter
from service.server import Server
from service.settings import DEFAULT_PORT, SERVICE_NAME, port_from


@contextmanager
def running(app: Starlette) -> Iterator[tuple[Server, int]]:
    """A server on a free port, stopped at the end."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = Server(app, port=0)
    thread = threading.Thread(target=server.run, args=[[listener]])
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.01)
        yield server, listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def get(port: int, path: str, method: str = "GET") -> tuple[int, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    connection.request(method, path)
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response.status, body


def test_routes() -> None:
    with running(app) as (_, port):
        for method, path, status, part in [
            ("GET", "/", 200, SERVICE_NAME),
            ("GET", "/healthz", 200, '"status":"ok"'),
            ("GET", "/nope", 404, ""),
            ("POST", "/", 405, ""),
        ]:
            found, body = get(port, path, method)
            assert (found, part in body) == (status, True), f"{method} {path}"


def test_the_health_check_passes_a_healthy_service_only() -> None:
    with running(app) as (_, port):
        check(port)
    with pytest.raises(ConnectionRefusedError):
        check(port)
    with running(Starlette()) as (_, port), pytest.raises(OSError, match="404"):
        check(port)


@pytest.mark.parametrize("text", ["0", "65536", "-1", "+80", "http", "1e3", " 80", "80 ", "080", "²"])
def test_what_is_no_port_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a port"):
        port_from(text)


def test_ports() -> None:
    assert [port_from(text) for text in ["", "1", "65535"]] == [DEFAULT_PORT, 1, 65_535]


def test_an_unknown_command_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown command"):
        main(["nope"])


def test_a_line_of_the_log_is_json() -> None:
    record = logging.LogRecord("test", logging.INFO, "", 0, "request", (), None)
    record.fields = {"path": "/\n"}
    line = JsonFormatter().format(record)
    assert "\n" not in line
    assert json.loads(line).items() >= {"level": "info", "msg": "request", "path": "/\n"}.items()


def test_a_stop_answers_open_requests_and_waits_for_nothing_else() -> None:
    started, finish = threading.Event(), threading.Event()

    async def slow(_: Request) -> PlainTextResponse:
        started.set()
        await asyncio.to_thread(finish.wait, 5)
        return PlainTextResponse("slow")

    async def quick(_: Request) -> PlainTextResponse:
        return PlainTextResponse("quick")

    with running(Starlette(routes=[Route("/slow", slow), Route("/", quick)])) as (server, port):
        dialled = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(3)]
        still_open, arriving, silent = dialled
        still_open.sendall(b"GET /slow HTTP/1.1\r\nHost: test\r\n\r\n")
        assert started.wait(5)
        arriving.sendall(b"GET / HTTP/1.1\r\n")
        server.should_exit = True
        time.sleep(0.3)
        arriving.sendall(b"Host: test\r\n\r\n")
        answer = read(arriving)
        assert b"connection: close" in answer and answer.endswith(b"quick")
        assert read(silent) == b""
        finish.set()
        assert read(still_open).endswith(b"slow")


def read(connection: socket.socket) -> bytes:
    with connection, connection.makefile("rb") as stream:
        return stream.read()
