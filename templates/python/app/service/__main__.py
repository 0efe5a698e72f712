import os
import sys

from service.settings import COMMIT, DATE, VERSION, port_from


def main(arguments: list[str]) -> None:
    port = port_from(os.environ.get("PORT", ""))
    # Imported where it is needed: the health check is a start of this program too, every half minute.
    match arguments:
        case []:
            from service.app import app
            from service.server import serve

            serve(app, port)
        case ["healthcheck"]:
            from service.health import check

            check(port)
        case ["version"]:
            print(f"{VERSION} (commit {COMMIT}, {DATE})")
        case [other, *_]:
            raise ValueError(f"unknown command {other!r}: there is healthcheck and version")


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except (OSError, ValueError) as error:
        from service.logs import set_up

        set_up().error("failed", extra={"fields": {"error": str(error)}})
        sys.exit(1)
