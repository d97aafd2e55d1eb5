"""A location server on loopback over TLS, as a network would run one; it can be late, rude and endless."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.support.certificates import Authority


class LocationServer:
    """Attributes: authority: who signed it; requests: (method, path, body) as they came."""

    def __init__(self, folder: Path) -> None:
        self.authority = Authority(folder)
        files = self.authority.issue("localhost")
        self.requests: list[tuple[str, str, bytes]] = []
        self.document = b""
        self.status = 200
        self.media_type = "application/pidf+xml"
        self.takes_get = True
        self.drip_s = 0.0
        self.headers: dict[str, str] = {}
        self.connections: list[socket.socket] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            timeout = 1.0

            def setup(self) -> None:
                super().setup()
                owner.connections.append(self.connection)

            def do_GET(self) -> None:
                owner.answer(self, b"")

            def do_POST(self) -> None:
                owner.answer(self, self.rfile.read(int(self.headers.get("Content-Length", 0))))

            def log_message(self, *_words: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(files.certificate, files.key)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    @property
    def host(self) -> str:
        return f"localhost:{self._server.server_address[1]}"

    @property
    def uri(self) -> str:
        return f"https://{self.host}/posisi/9?kunci=rahasia"

    def answer(self, request: BaseHTTPRequestHandler, body: bytes) -> None:
        self.requests.append((request.command, request.path, body))
        is_refused = request.command == "GET" and not self.takes_get
        with contextlib.suppress(OSError, ValueError):  # the client left in the middle
            request.send_response(405 if is_refused else self.status)
            request.send_header("Content-Type", self.media_type)
            for name, value in self.headers.items():
                request.send_header(name, value)
            request.end_headers()
            if is_refused:
                return
            if not self.drip_s:
                request.wfile.write(self.document)
                return
            for byte in self.document:
                request.wfile.write(bytes([byte]))
                request.wfile.flush()
                time.sleep(self.drip_s)

    def stop(self) -> None:
        self._server.shutdown()
        for connection in self.connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        self._server.server_close()
        self._thread.join(5)


@contextlib.contextmanager
def location_server(folder: Path) -> Iterator[LocationServer]:
    server = LocationServer(folder)
    try:
        yield server
    finally:
        server.stop()
