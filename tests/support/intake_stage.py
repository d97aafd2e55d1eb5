"""The service of location links on loopback, in a thread: its clocks go as the test wants."""

from __future__ import annotations

import asyncio
import http.client
import json
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from batola_desk.domain.ids import new_id
from batola_desk.domain.location_link import digest_of, new_secret
from batola_desk.interop.intake.app import IntakeApp
from batola_desk.interop.intake.config import DeskLinkSettings, ServiceSettings
from batola_desk.interop.intake.server import IntakeServer
from batola_desk.interop.intake.store import IntakeStore
from tests.support.shipped import shipped_catalog
from tests.support.waiting import until

DESK_TOKEN = "meja-rahasia-percobaan"
AML_TOKEN = "aml-rahasia-percobaan"
REFERRAL_TOKEN = "rujukan-rahasia-percobaan"
CALL = "call-of-the-test"
HOUSE = (-2.9841, 114.7631)


@dataclass(slots=True)
class Clocks:
    """Wall and steady time that pass only when the test says so: no machine is too slow for a rate."""

    ahead_s: float = 0.0
    begun_us: int = field(default_factory=lambda: time.time_ns() // 1000)

    def now_us(self) -> int:
        return self.begun_us + int(self.ahead_s * 1e6)

    def mono_s(self) -> float:
        return 1000.0 + self.ahead_s


@dataclass(slots=True)
class Answer:
    """What came back."""

    status: int
    content: dict[str, Any]
    headers: dict[str, str] = field(default_factory=dict)


class Service:
    """Runs from ``start`` to ``stop``."""

    def __init__(self, home: Path, **settings: Any) -> None:
        self.path = home / "intake.sqlite"
        self.clocks = Clocks()
        self.settings = ServiceSettings(
            **{
                "enabled": True,
                "port": 0,
                "desk_token": DESK_TOKEN,
                "aml_token": AML_TOKEN,
                "referral_token": REFERRAL_TOKEN,
                **settings,
            }
        )
        self.context: Any = None
        self._count = 0

    def start(self) -> Service:
        self.store = IntakeStore(self.path, self.clocks.now_us, self.clocks.mono_s)
        catalog = shipped_catalog()
        app = IntakeApp(
            self.store,
            self.settings,
            centre=catalog.centre.name,
            answers=catalog.link_answers,
            now_us=self.clocks.now_us,
            mono_s=self.clocks.mono_s,
        )
        self.server = IntakeServer(app, self.settings)
        self.port = self.server.address[1]
        self._thread = threading.Thread(target=lambda: asyncio.run(self.server.run_here()), daemon=True)
        self._thread.start()
        until(lambda: self.server.started)
        return self

    def stop(self) -> None:
        self.server.end()
        self._thread.join(10)
        assert not self._thread.is_alive()
        self.store.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def for_desk(self) -> DeskLinkSettings:
        """What stands in a desk's ``intake.toml``."""
        return DeskLinkSettings(service=self.url, page=self.url, token=DESK_TOKEN)

    # ------------------------------------------------------------------ asking

    def ask(
        self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Answer:
        asking: http.client.HTTPConnection
        if self.context is not None:
            asking = http.client.HTTPSConnection("localhost", self.port, timeout=20, context=self.context)
        else:
            asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            asking.request(method, path, body, headers or {})
            answer = asking.getresponse()
            text = answer.read()
        finally:
            asking.close()
        try:
            content = json.loads(text)
        except ValueError:
            content = {"text": text.decode()}
        return Answer(answer.status, content, {name.lower(): value for name, value in answer.getheaders()})

    def post(self, path: str, content: object, token: str = "") -> Answer:
        headers = {"Content-Type": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.ask("POST", path, json.dumps(content).encode(), headers)

    def link(self, *, desk: str = "A", life_s: float = 3600) -> tuple[str, str]:
        """A new link: its id and its secret."""
        link_id, secret = new_id(), new_secret()
        content = {"link": link_id, "digest": digest_of(secret), "desk": desk, "call": CALL, "life_s": life_s}
        assert self.post("/desk/links", content, DESK_TOKEN).status == 201
        return link_id, secret

    def says(self, secret: str, kind: str, **content: object) -> Answer:
        """What the page sends."""
        self._count += 1
        return self.post("/p", {"t": secret, "k": kind, "n": f"1-{self._count}", **content})

    def news(
        self, desk: str = "A", *, epoch: str = "", after: int = 0, wait_s: float = 0
    ) -> list[dict[str, Any]]:
        path = f"/desk/news?desk={desk}&epoch={epoch}&after={after}&wait={wait_s}"
        answer = self.ask("GET", path, headers={"Authorization": f"Bearer {DESK_TOKEN}"})
        assert answer.status == 200, answer
        found: list[dict[str, Any]] = answer.content["news"]
        return found
