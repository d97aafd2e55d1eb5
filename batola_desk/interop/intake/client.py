"""A desk's way to the service: make a link, say words, and a thread that hears what is new.

Thread: ``make_link`` and ``say`` block, at most for ``LIMIT_S``; ``NewsReader`` has its own.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import logging
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import msgspec

from batola_desk.domain.errors import EnvironmentFault
from batola_desk.interop.intake.config import DeskLinkSettings

log = logging.getLogger("batola.interop")

LIMIT_S: Final = 6.0
WAIT_S: Final = 20.0
AGAIN_S: Final = 2.0
BYTES_MAX: Final = 4 << 20  # LIMIT: 200 news of 16 kB
JOURNALLED_LIMIT_S: Final = 30.0  # not in the journal by then: it is asked for again, and known again


class IntakeFault(EnvironmentFault):
    """The service could not be used.

    ``code``: ``link_service_unreachable``, ``link_service_certificate``, ``link_service_token``,
    ``link_service_full``, ``link_service_refused`` (``status``), ``link_ended``.
    """


class News(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened at the service.

    Attributes:
        number: rises; with ``epoch`` of the batch it names the thing for ever.
        link, call: ``link_id`` and call key; empty for AML and referrals.
        kind: ``state``, ``position``, ``text``, ``aml``, ``referral``.
    """

    number: int
    link: str
    call: str
    kind: str
    at_us: int
    body: dict[str, Any]


class _Batch(msgspec.Struct, frozen=True, kw_only=True):
    epoch: str
    news: list[News]


@dataclass(slots=True)
class Taken:
    """What became of a batch; ``journalled`` is set when all of it is on the disk."""

    journalled: threading.Event = field(default_factory=threading.Event)


class IntakeClient:
    """Asks the service. Thread: any."""

    def __init__(self, settings: DeskLinkSettings) -> None:
        parts = urlsplit(settings.service)
        self._settings = settings
        self._host = parts.hostname or ""
        self._port = parts.port
        self._path = parts.path
        self._is_tls = parts.scheme == "https"

    def hello(self) -> None:
        """See whether the service answers and knows this desk's token. Raises: IntakeFault."""
        self._send("GET", "/desk/hello", None)

    def make_link(self, *, link_id: str, digest: str, desk: str, call_key: str, life_s: float) -> None:
        """Make the service know a link. Raises: IntakeFault."""
        named = {"link": link_id, "digest": digest, "desk": desk, "call": call_key}
        self._post("/desk/links", {**named, "life_s": life_s})

    def say(self, *, link_id: str, text_id: str, text: str) -> None:
        """Say words to the caller of a link. Raises: IntakeFault."""
        self._post("/desk/texts", {"link": link_id, "id": text_id, "text": text})

    def connect(self, limit_s: float) -> http.client.HTTPConnection:
        """A connection that is not open yet."""
        if not self._is_tls:
            return http.client.HTTPConnection(self._host, self._port, timeout=limit_s)
        authority = self._settings.authority
        context = ssl.create_default_context(cafile=str(authority) if authority is not None else None)
        return http.client.HTTPSConnection(self._host, self._port, timeout=limit_s, context=context)

    def news(self, connection: http.client.HTTPConnection, query: Mapping[str, str]) -> _Batch:
        """What is new, over an open connection. Raises: IntakeFault, OSError, HTTPException."""
        content = self._ask(connection, "GET", f"/desk/news?{urlencode(query)}", None)
        try:
            return msgspec.json.decode(content, type=_Batch)
        except msgspec.MsgspecError as fault:
            raise IntakeFault("link_service_refused", status=200) from fault

    def _post(self, path: str, content: Mapping[str, object]) -> None:
        self._send("POST", path, json.dumps(dict(content)).encode("ascii"))

    def _send(self, method: str, path: str, body: bytes | None) -> None:
        try:
            connection = self.connect(LIMIT_S)
            with contextlib.closing(connection):
                self._ask(connection, method, path, body)
        except ssl.SSLCertVerificationError as fault:
            raise IntakeFault("link_service_certificate") from fault
        except (OSError, http.client.HTTPException) as fault:
            raise IntakeFault("link_service_unreachable") from fault

    def _ask(
        self, connection: http.client.HTTPConnection, method: str, path: str, body: bytes | None
    ) -> bytes:
        headers = {"Authorization": f"Bearer {self._settings.token}", "Content-Type": "application/json"}
        connection.request(method, self._path + path, body, headers)
        answer = connection.getresponse()
        content = answer.read(BYTES_MAX)
        if 200 <= answer.status < 300:
            return content
        code = {401: "link_service_token", 410: "link_ended", 503: "link_service_full"}.get(answer.status)
        if code is not None:
            raise IntakeFault(code)
        raise IntakeFault("link_service_refused", status=answer.status)


class NewsReader:
    """Hears what is new as long as it lives. Thread: its own.

    Args:
        take: gets each batch; the next one is asked for when it says that this one is in the journal.
        tell: whether the service answers, with the code of the fault when it does not.
    """

    def __init__(
        self,
        client: IntakeClient,
        desk: str,
        take: Callable[[str, list[News], Taken], None],
        tell: Callable[[str], None],
    ) -> None:
        self._client = client
        self._desk = desk
        self._take = take
        self._tell = tell
        self._stopping = threading.Event()
        self._connection: http.client.HTTPConnection | None = None
        self._epoch, self._after = "", 0
        self._thread = threading.Thread(target=self._run, name="batola-intake-news", daemon=True)

    def start(self) -> None:
        """Begin; waits for nothing."""
        self._thread.start()

    def stop(self, limit_s: float = 2.0) -> None:
        """End."""
        self._stopping.set()
        connection = self._connection
        if connection is not None and connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(2)
        if self._thread.ident is not None:
            self._thread.join(limit_s)

    def _run(self) -> None:
        while not self._stopping.is_set():
            code = ""
            try:
                self._hear()
            except ssl.SSLCertVerificationError:
                code = "link_service_certificate"
            except (OSError, http.client.HTTPException):
                code = "link_service_unreachable"
            except IntakeFault as fault:
                code = fault.code
            except Exception:  # SAFETY: a fault of ours costs the links, nothing else
                log.exception("hearing the service broke")
                code = "link_service_refused"
            if code and not self._stopping.is_set():
                self._tell(code)
            self._stopping.wait(AGAIN_S)

    def _hear(self) -> None:
        connection = self._client.connect(WAIT_S + LIMIT_S)
        self._connection = connection
        wait_s = "0"  # the first answer says that the service is there
        with contextlib.closing(connection):
            while not self._stopping.is_set():
                query = {"desk": self._desk, "epoch": self._epoch, "after": str(self._after), "wait": wait_s}
                batch = self._client.news(connection, query)
                self._tell("")
                wait_s = f"{WAIT_S:g}"
                if batch.epoch != self._epoch:
                    self._epoch, self._after = batch.epoch, 0
                if batch.news:
                    taken = Taken()
                    self._take(batch.epoch, batch.news, taken)
                    if not self._wait_for(taken):
                        return
                    self._after = batch.news[-1].number

    def _wait_for(self, taken: Taken) -> bool:
        waited_s = 0.0
        while not self._stopping.is_set() and waited_s < JOURNALLED_LIMIT_S:
            if taken.journalled.wait(0.2):
                return True
            waited_s += 0.2
        return False
