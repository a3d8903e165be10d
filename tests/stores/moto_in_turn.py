"""moto's server, one request after the other: DynamoDB checks a condition and writes in one step, moto in two.

Run with the Python of the part `moto`: `python moto_in_turn.py PORT`. Says "ready" when it listens.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Iterable
from threading import Lock
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def in_turn(app: Wsgi) -> Wsgi:
    turn = Lock()

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        with turn:
            return list(app(environ, start_response))

    return answer


if __name__ == "__main__":
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    app = in_turn(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True, request_handler=MotoRequestHandler)
    print("ready", server.port, flush=True)
    server.serve_forever()
