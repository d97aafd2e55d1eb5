"""A foreign SIP phone for end-to-end tests: Debian's baresip with a sound file as microphone.

What it hears is dumped to a WAV file by its own ``sndfile`` filter, so a test can look for the desk's
microphone signal in what really arrived at a program that is not ours.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tests.e2e.waves import read_wav
from tests.support.ports import free_port

CONFIG = """\
poll_method epoll
sip_listen 127.0.0.1:{port}
net_interface 127.0.0.1
audio_player aufile,{folder}/played.wav
audio_source aufile,{source}
audio_alert aufile,{folder}/alert.wav
audio_level no
ausrc_srate {rate}
auplay_srate {rate}
call_max_calls 4
rtp_ports {rtp_first}-{rtp_last}
jitter_buffer_delay 1-5
module_path {modules}
module g711.so
module aufile.so
module sndfile.so
{extra}module account.so
module menu.so
module uuid.so
snd_path {folder}
"""


def modules_folder() -> str:
    """Return where Debian keeps baresip's modules."""
    for folder in (Path("/usr/lib/baresip/modules"), *Path("/usr/lib").glob("*/baresip/modules")):
        if folder.is_dir():
            return str(folder)
    raise FileNotFoundError("baresip modules")


HEADER_BYTES = 100  # more than any WAV header has


class EarWatch(threading.Thread):
    """Measures the longest time in which no sound arrived.

    A sound that stands still with its sound card and goes on afterwards is whole in what was heard.
    """

    def __init__(self, count: Callable[[], int]) -> None:
        super().__init__(name="ear-watch", daemon=True)
        self._count = count
        self._ends = threading.Event()
        self.longest_s = 0.0

    def run(self) -> None:
        count, came_s = self._count(), time.monotonic()
        while not self._ends.wait(0.005):
            now_s = time.monotonic()
            self.longest_s = max(self.longest_s, now_s - came_s)
            if (arrived := self._count()) != count:
                count, came_s = arrived, now_s

    def stop(self) -> None:
        self._ends.set()
        self.join()


class BaresipPeer:
    """One baresip process; dials when started with a target, else waits and answers by itself."""

    def __init__(
        self,
        folder: Path,
        source_wav: Path,
        *,
        name: str = "082100000001",
        codecs: str = "pcma,pcmu",
        encryption: str = "",
        rate: int = 8000,
        tls_files: tuple[Path, Path] | None = None,
        port: int = 0,
    ) -> None:
        """One telephone.

        Args:
            tls_files: certificate with key, and the authority it trusts; it then speaks TLS only.
            port: where it listens; 0 = anywhere.
        """
        self.folder = folder
        self.name = name
        self._codecs = codecs
        self._encryption = encryption
        self._rate = rate
        self._tls_files = tls_files
        self.control_port = free_port(2)
        self.port = port or free_port(2)
        self.events: list[dict[str, object]] = []
        self._control: socket.socket | None = None
        self._source = source_wav
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""

    @property
    def uri(self) -> str:
        """What to dial to reach it."""
        if self._tls_files is not None:
            return f"sip:{self.name}@127.0.0.1:{self.port + 1};transport=tls"
        return f"sip:{self.name}@127.0.0.1:{self.port}"

    def start(self, target: str | None = None, *, answer: bool = True) -> None:
        """Start it; with ``target`` it dials at once."""
        assert self._process is None
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        first = free_port(20)
        extra = "module g722.so\n" if "g722" in self._codecs else ""
        extra += "module srtp.so\n" if self._encryption else ""
        extra += f"module ctrl_tcp.so\nctrl_tcp_listen 127.0.0.1:{self.control_port}\n"
        if self._tls_files is not None:
            extra += f"sip_certificate {self._tls_files[0]}\nsip_cafile {self._tls_files[1]}\n"
        config = CONFIG.format(
            extra=extra,
            rate=self._rate,
            port=self.port,
            folder=self.folder,
            source=self._source,
            rtp_first=first,
            rtp_last=first + 19,
            modules=modules_folder(),
        )
        (self.folder / "config").write_text(config)
        (self.folder / "contacts").write_text("")
        mode = "auto" if answer else "manual"
        encryption = f";mediaenc={self._encryption}" if self._encryption else ""
        (self.folder / "accounts").write_text(
            f"<{self.uri}>;regint=0;answermode={mode};audio_codecs={self._codecs}{encryption}\n"
        )
        command = ["baresip", "-f", str(self.folder)]
        if target is not None:
            command += ["-e", f"d {target}"]
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, "HOME": str(self.folder)},
            )

    @property
    def pid(self) -> int:
        """Of the running process."""
        assert self._process is not None
        return self._process.pid

    @property
    def log(self) -> str:
        """Everything it printed."""
        return (self.folder / "log").read_text(errors="replace")

    def wait_for(self, text: str, timeout_s: float = 10.0) -> None:
        """Wait until it printed ``text``."""
        deadline = time.monotonic() + timeout_s
        while text not in self.log:
            if time.monotonic() > deadline:
                raise TimeoutError(f"baresip never said {text!r}; it said:\n{self.log[-2000:]}")
            time.sleep(0.02)

    def heard(self) -> NDArray[np.float32]:
        """Return what arrived from the desk, float32 in -1..1 at 8 kHz."""
        dump = self._dump()
        if dump is None or dump.stat().st_size < HEADER_BYTES:  # it has only just begun to write
            return np.zeros(0, np.float32)
        samples, rate = read_wav(dump)
        assert rate == self._rate
        return samples[:, 0]

    @contextlib.contextmanager
    def watched(self) -> Iterator[EarWatch]:
        """Look at every packet's arrival meanwhile."""
        watch = EarWatch(lambda: dump.stat().st_size if (dump := self._dump()) is not None else 0)
        watch.start()
        try:
            yield watch
        finally:
            watch.stop()

    def _dump(self) -> Path | None:
        dumps = sorted(self.folder.glob("dump-*-dec.wav"))
        return dumps[-1] if dumps else None

    def command(self, name: str, parameter: str = "") -> None:
        """Give it a command of its own menu, over its control port."""
        text = json.dumps({"command": name, "params": parameter})
        self._connected().sendall(f"{len(text)}:{text},".encode())

    def pressed(self) -> str:
        """The telephone keys it says it heard from us; call it often."""
        self._read_events()
        return "".join(
            str(event.get("param", "")) for event in self.events if event.get("type") == "CALL_DTMF_START"
        )

    def _connected(self) -> socket.socket:
        if self._control is None:
            deadline = time.monotonic() + 5.0
            while True:
                try:
                    self._control = socket.create_connection(("127.0.0.1", self.control_port), 1.0)
                    break
                except OSError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.05)
            self._control.settimeout(0.05)
        return self._control

    def _read_events(self) -> None:
        control = self._connected()
        with contextlib.suppress(TimeoutError):
            while data := control.recv(65_536):
                self._unread += data
        while b":" in self._unread:
            length, _, rest = self._unread.partition(b":")
            size = int(length)
            if len(rest) <= size:
                break
            self.events.append(json.loads(rest[:size]))
            self._unread = rest[size + 1 :]

    def receiving_bit_s(self) -> int:
        """What it says it receives now; its own figure, once per three seconds."""
        told = re.findall(r"audio=(\d+)/\d+ \(bit/s\)", self.log)
        return int(told[-1]) if told else -1

    def hang_up(self) -> None:
        """End politely: baresip sends BYE or CANCEL for its calls when told to quit."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)

    def stop(self) -> None:
        """End the process."""
        if self._control is not None:
            self._control.close()
            self._control = None
        if self._process is None:
            return
        self.hang_up()
        try:
            self._process.wait(4)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(4)
        self._process = None


Phones = Callable[..., BaresipPeer]  # makes one, as the fixture ``baresip`` does
