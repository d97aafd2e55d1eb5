"""``batola-desk avl`` as its own process, on a home of its own or on a desk's."""

from __future__ import annotations

import http.client
import signal
import subprocess
import sys
from pathlib import Path

from batola_desk.settings.paths import DeskPaths
from tests.support.ports import free_port

TOKEN = "sebuah-rahasia-percobaan"
UNIT_LINES = '[[unit]]\nunit_id = "{0}"\ncall_sign = "{0}"\nagency = "damkar"\ndevices = ["hp-{0}"]\n'


class Program:
    """``batola-desk avl`` on a home of its own."""

    def __init__(self, home: Path, units: tuple[str, ...] = ("u1",), config: str = "") -> None:
        self.home = home
        paths = DeskPaths.for_home(home)
        paths.create()
        (paths.config / "catalog").mkdir(exist_ok=True)
        lines = "version = 1\n" + "".join(UNIT_LINES.format(unit) for unit in units)
        (paths.config / "catalog" / "units.toml").write_text(lines)
        self.port = free_port()
        (paths.config / "avl.toml").write_text(
            config or f'[avl]\nenabled = true\nport = {self.port}\ntoken = "{TOKEN}"\n'
        )
        self.process: subprocess.Popen[str] | None = None

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self._command(*arguments), capture_output=True, text=True, timeout=30, check=False
        )

    def start(self) -> str:
        self.process = subprocess.Popen(self._command(), stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line.startswith("avl: listening"), line
        return line

    def end(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        code = self.process.wait(10)
        assert self.process.stdout is not None
        self.process.stdout.close()
        self.process = None
        return code

    def send(self, device: str = "hp-u1", lat: float = -3.1, token: str = TOKEN, **more: object) -> int:
        query = "&".join(f"{k}={v}" for k, v in {"id": device, "lat": lat, "lon": 114.6, **more}.items())
        return self.ask("GET", f"/?{query}", token)[0]

    def ask(self, method: str, path: str, token: str = TOKEN, body: bytes | None = None) -> tuple[int, bytes]:
        asking = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            asking.request(method, path, body, {"Authorization": f"Bearer {token}"})
            answer = asking.getresponse()
            return answer.status, answer.read()
        finally:
            asking.close()

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "batola_desk", "--home", str(self.home), "avl", *arguments]
