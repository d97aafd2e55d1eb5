"""Debian's chromium without a window, spoken to over two pipes (DevTools protocol); a place of our choice.

Source: https://chromedevtools.github.io/devtools-protocol (``--remote-debugging-pipe``: JSON, ended by NUL).
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

CHROMIUM: Final = shutil.which("chromium")
WHY_NOT: Final = "chromium is not installed (apt-get install chromium, 113 MB)"
LIMIT_S: Final = 60.0
_FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",  # root in a container; it opens nothing but our own page
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--no-default-browser-check",
    "--remote-debugging-pipe",
)


class Browser:
    """One page in one browser."""

    def __init__(self, process: subprocess.Popen[bytes], to_it: int, from_it: int) -> None:
        self._process = process
        self._to_it = to_it
        self._from_it = from_it
        self._heard = b""
        self._number = 0
        self.errors: list[str] = []  # what the page's console complained of
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self._ask(f"{domain}.enable", in_page=True)

    def place(self, latitude: float, longitude: float, accuracy_m: float) -> None:
        """The telephone lies here from now on."""
        place = {"latitude": latitude, "longitude": longitude, "accuracy": accuracy_m}
        self._ask("Emulation.setGeolocationOverride", in_page=True, **place)

    def decide(self, origin: str, *, allowed: bool) -> None:
        """What the person answers when the browser asks for the position."""
        setting = "granted" if allowed else "denied"
        permission = {"name": "geolocation"}
        self._ask("Browser.setPermission", permission=permission, setting=setting, origin=origin)

    def open(self, url: str) -> None:
        """Go there, on a small telephone."""
        screen = {"width": 360, "height": 720, "deviceScaleFactor": 2, "mobile": True}
        self._ask("Emulation.setDeviceMetricsOverride", in_page=True, **screen)
        self._ask("Page.navigate", in_page=True, url=url)

    def value(self, expression: str) -> Any:
        """What the page answers to a line of its language."""
        told = self._ask("Runtime.evaluate", in_page=True, expression=expression, returnByValue=True)
        return told["result"].get("value")

    def until(self, expression: str) -> None:
        """Wait until it is true."""
        end_s = time.monotonic() + LIMIT_S
        while self.value(f"Boolean({expression})") is not True:
            assert time.monotonic() < end_s, (expression, self.value("document.body.innerText"), self.errors)
            time.sleep(0.05)

    def tap(self, name: str) -> None:
        """Press a button by its id."""
        self.until(f"document.getElementById('{name}') && document.getElementById('{name}').offsetParent")
        self.value(f"document.getElementById('{name}').click()")

    def write(self, words: str) -> None:
        """Write to the desk."""
        self.value(f"document.getElementById('words').value = {json.dumps(words)}")
        self.tap("send")

    def picture(self, path: Path) -> None:
        """What the caller sees."""
        told = self._ask("Page.captureScreenshot", in_page=True, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(told["data"]))

    def _ask(self, method: str, *, in_page: bool = False, **values: Any) -> dict[str, Any]:
        self._number += 1
        wish: dict[str, Any] = {"id": self._number, "method": method, "params": values}
        if in_page:
            wish["sessionId"] = self._session
        os.write(self._to_it, json.dumps(wish).encode() + b"\0")
        end_s = time.monotonic() + LIMIT_S
        while True:
            told = self._next(end_s, method)
            if told.get("method") == "Log.entryAdded":
                self.errors.append(str(told["params"]["entry"]["text"]))
            if told.get("id") == self._number:
                assert "error" not in told, (method, told)
                result: dict[str, Any] = told["result"]
                return result

    def _next(self, end_s: float, method: str) -> dict[str, Any]:
        while b"\0" not in self._heard:
            ready, _, _ = select.select([self._from_it], [], [], max(0.0, end_s - time.monotonic()))
            assert ready, f"no answer to {method}"
            piece = os.read(self._from_it, 65536)
            assert piece, f"the browser ended: {self._process.poll()}"
            self._heard += piece
        message, _, self._heard = self._heard.partition(b"\0")
        told: dict[str, Any] = json.loads(message)
        return told


@contextlib.contextmanager
def open_browser(folder: Path) -> Iterator[Browser]:
    """A browser that has never been anywhere; gone at the end."""
    assert CHROMIUM is not None
    its_in, to_it = os.pipe()
    from_it, its_out = os.pipe()
    words = [CHROMIUM, *_FLAGS, f"--user-data-dir={folder / 'browser'}"]
    process = subprocess.Popen(
        ["bash", "-c", f'exec "$@" 3<&{its_in} 4>&{its_out} {its_in}<&- {its_out}>&-', "bash", *words],
        pass_fds=(its_in, its_out),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "HOME": str(folder)},
        start_new_session=True,
    )
    os.close(its_in)
    os.close(its_out)
    try:
        yield Browser(process, to_it, from_it)
    finally:
        os.close(to_it)  # it ends when nobody speaks to it any more
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(5)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, 9)
        process.wait(10)
        os.close(from_it)
