"""A real mail server on loopback, in threads: STARTTLS or TLS, sign-on, and ways in which servers fail."""

from __future__ import annotations

import base64
import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from batola_desk.interop.mail.config import MailSettings
from tests.support.certificates import Authority, CertificateFiles

LOGIN, PASSWORD = "112@contoh.go.id", "surel-rahasia-percobaan"
HANG_S = 60.0


@dataclass(frozen=True)
class Taken:
    """One e-mail as the server was given it."""

    sender: str
    recipients: tuple[str, ...]
    data: bytes


class MailServer:
    """Runs from ``start`` to ``stop``.

    Attributes:
        answers: what it says to a word (``RCPT``, ``DATA``, ``.``) instead of yes.
        hang_at: the word (also ``hello``, before the greeting) after which it says nothing until ``go_on``.
        drop_at: the word after which it closes the line.
        offers: the lines of its EHLO.
        was_plain: words that came before the line was safe.
    """

    def __init__(self, certificate: CertificateFiles | None, *, security: str = "starttls") -> None:
        self.security = security
        self.answers: dict[str, str] = {}
        self.hang_at = ""
        self.drop_at = ""
        self.offers: list[str] = ["AUTH PLAIN LOGIN"]
        self.taken: list[Taken] = []
        self.was_plain: list[str] = []
        self.asked: list[str] = []
        self.go_on = threading.Event()
        self.is_hanging = threading.Event()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if certificate is not None:
            self._context.load_cert_chain(certificate.certificate, certificate.key)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._threads: list[threading.Thread] = []
        self._lines: list[socket.socket] = []
        self._accepting = threading.Thread(target=self._accept, name="mail server")

    def start(self) -> MailServer:
        self._accepting.start()
        return self

    def stop(self) -> None:
        self.go_on.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1.0):
            pass  # systems on which a shut listener does not wake who waits on it
        self._listener.close()
        self._accepting.join()
        for line in self._lines:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)
            line.close()
        for thread in self._threads:
            thread.join()

    # ---------------------------------------------------------------- inner parts

    def _accept(self) -> None:
        while not self.go_on.is_set() or not self._listener._closed:  # type: ignore[attr-defined]
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._lines.append(line)
            thread = threading.Thread(target=self._serve, args=(line,), name="mail line")
            self._threads.append(thread)
            thread.start()

    def _serve(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError, ValueError):
            if self.security == "tls":
                line = self._safe(line)
            _Talk(self, line).run(is_safe=self.security == "tls")
        with contextlib.suppress(OSError):
            line.close()

    def _safe(self, line: socket.socket) -> socket.socket:
        made = self._context.wrap_socket(line, server_side=True)
        self._lines.append(made)
        return made


class _Talk:
    def __init__(self, server: MailServer, line: socket.socket) -> None:
        self.server = server
        self.line = line
        self.file = line.makefile("rb")
        self.sender = ""
        self.recipients: list[str] = []

    def run(self, *, is_safe: bool) -> None:
        if not self._may_go_on("hello"):
            return
        self._say("220 contoh.go.id ESMTP")
        while raw := self.file.readline(4096):
            words = raw.decode("utf-8", "replace").strip()
            word = words.partition(" ")[0].upper()
            if not is_safe:
                self.server.was_plain.append(word)
            self.server.asked.append(word)
            if not self._may_go_on(word):
                return
            if word == "STARTTLS" and "STARTTLS" not in self.server.answers:
                self._say("220 go ahead")
                self.line = self.server._safe(self.line)
                self.file = self.line.makefile("rb")
                is_safe = True
            elif word == "QUIT":
                self._say("221 bye")
                return
            elif not self._answer(word, words, is_safe=is_safe):
                return

    def _answer(self, word: str, words: str, *, is_safe: bool) -> bool:
        own = self.server.answers.get(word)
        if own is not None:
            self._say(own)
        elif word in {"EHLO", "HELO"}:
            offers = [*self.server.offers, *(["STARTTLS"] if self._has_starttls(is_safe) else [])]
            lines = ["contoh.go.id", *offers]
            for at, line in enumerate(lines):
                self._say(f"250{' ' if at == len(lines) - 1 else '-'}{line}")
        elif word == "AUTH":
            given = base64.b64decode(words.rsplit(maxsplit=1)[-1]).decode()
            fits = given == f"\0{LOGIN}\0{PASSWORD}"
            self._say("235 ok" if fits else "535 5.7.8 nama masuk atau kata sandi salah")
        elif word == "MAIL":
            self.sender = words.partition("<")[2].partition(">")[0]
            self._say("250 ok")
        elif word == "RCPT":
            self.recipients.append(words.partition("<")[2].partition(">")[0])
            self._say("250 ok")
        elif word == "DATA":
            self._say("354 go on")
            return self._take()
        else:
            self._say("502 no such word")
        return True

    def _has_starttls(self, is_safe: bool) -> bool:
        return self.server.security == "starttls" and not is_safe

    def _take(self) -> bool:
        lines = []
        while (raw := self.file.readline(65_536)) not in {b".\r\n", b""}:
            lines.append(raw[1:] if raw.startswith(b".") else raw)
        if not self._may_go_on("."):
            return False
        own = self.server.answers.get(".")
        if own is None:
            self.server.taken.append(Taken(self.sender, tuple(self.recipients), b"".join(lines)))
        self._say(own or "250 2.0.0 queued")
        return True

    def _may_go_on(self, word: str) -> bool:
        if self.server.drop_at == word:
            socket.socket.shutdown(self.line, socket.SHUT_RDWR)
            return False
        if self.server.hang_at == word:
            self.server.is_hanging.set()
            self.server.go_on.wait(HANG_S)
        return True

    def _say(self, words: str) -> None:
        self.line.sendall(words.encode() + b"\r\n")


@contextmanager
def mail_server(folder: Path, *, security: str = "starttls", name: str = "127.0.0.1") -> Iterator[MailServer]:
    """A server whose certificate, for this name, the authority in ``folder`` has signed."""
    files = Authority(folder / "surel").issue(name)
    server = MailServer(files, security=security).start()
    try:
        yield server
    finally:
        server.stop()


def settings_for(server: MailServer, folder: Path, **changes: object) -> MailSettings:
    """How a desk reaches it."""
    values: dict[str, object] = {
        "host": "127.0.0.1",
        "port": server.port,
        "security": server.security,
        "sender": LOGIN,
        "login": LOGIN,
        "password": PASSWORD,
        "authority": folder / "surel" / "Batola-Test-CA.pem",
    }
    return MailSettings(**(values | changes))  # type: ignore[arg-type]
