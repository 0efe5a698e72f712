import socket


def check(port: int) -> None:
    """Asks the running service whether it is healthy: the image's HEALTHCHECK, as there is no shell and no curl in it.

    It knows just enough HTTP to read a status, as http.client takes longer to import than the request does.
    Raises OSError when the service is not healthy, or does not answer within 2 s.
    """
    with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
        connection.sendall(b"GET /healthz HTTP/1.0\r\n\r\n")
        with connection.makefile("rb") as answer:
            status = answer.readline(256).decode(errors="replace").strip()
    if status.split()[1:2] != ["200"]:
        raise OSError(f"unhealthy: {status or 'no answer'}")
