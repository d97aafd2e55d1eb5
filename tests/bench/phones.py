"""The phones that are compared: ours and foreign ones, each playing into the same virtual headset."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import psutil

from batola_desk.ipc import messages as m
from tests.e2e.baresip_peer import modules_folder
from tests.e2e.desk_rig import wait_until
from tests.e2e.jack_rig import JackRig
from tests.e2e.line_rig import SOUND_CONFIG, LineRig, ScreenDouble
from tests.e2e.waves import write_wav
from tests.support.ports import free_port

_BARESIP = """\
poll_method epoll
sip_listen 127.0.0.1:{port}
net_interface 127.0.0.1
audio_player jack
audio_source aufile,{folder}/silence.wav
audio_alert aufile,{folder}/alert.wav
ausrc_srate 8000
auplay_srate 48000
auplay_format float
audec_format s16
audio_level no
call_max_calls 400
rtp_ports {rtp_first}-{rtp_last}
jitter_buffer_delay {jitter}
jack_connect_ports no
module_path {modules}
module g711.so
module plc.so
module jack.so
module aufile.so
module account.so
module menu.so
module uuid.so
"""


_ALSA_TO_JACK = """\
pcm.!default { type plug slave.pcm "headset" }
pcm.headset {
    type jack
    playback_ports { 0 headset:playback_1 }
    capture_ports { 0 headset:capture_1 }
}
"""

_LINPHONE = """\
[sip]
sip_port={port}
sip_tcp_port=0
sip_tls_port=0
auto_net_state_mon=0
guess_hostname=0
[sound]
playback_dev_id=ALSA Unknown: default
capture_dev_id=ALSA Unknown: default
ringer_dev_id=ALSA Unknown: default
echocancellation=0
[rtp]
audio_rtp_port={rtp}
"""


class Phone(Protocol):
    """One program under test."""

    name: str

    @property
    def uri(self) -> str: ...

    def start(self, rig: JackRig) -> None: ...

    def answer(self) -> None:
        """Take the call that rings and let its sound into the headset."""

    def cpu_s(self) -> float:
        """Processor time used so far."""

    def rss_mb(self) -> float: ...

    def stop(self) -> None: ...


class BatolaPhone:
    """The engine process, answered through its own local connection."""

    name = "batola-line"

    def __init__(self, home: Path, *, config: str = "") -> None:
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        self._home = home
        self._config = config
        self._line: LineRig | None = None
        self._screen: ScreenDouble | None = None

    @property
    def uri(self) -> str:
        assert self._line is not None
        return self._line.uri

    @property
    def screen(self) -> ScreenDouble:
        """The attached screen's double."""
        assert self._screen is not None
        return self._screen

    def start(self, rig: JackRig) -> None:
        environment = {**rig.env, "BATOLA_LOG_LEVEL": "INFO"}
        self._line = LineRig(self._home, environment=environment, config=self._config + SOUND_CONFIG)
        self._line.start()
        self._screen = self._line.screen()
        self._line.wait_for_sound(self._screen)

    def answer(self) -> None:
        call = self.screen.call_in("ringing")
        self.screen.obeyed(m.AnswerCall(call_id=call.call_id))

    @property
    def pid(self) -> int:
        """Of the engine."""
        return self._process().pid

    def cpu_s(self) -> float:
        return _cpu_s(self._process())

    def rss_mb(self) -> float:
        return float(self._process().memory_info().rss) / 2**20

    def stop(self) -> None:
        if self._line is not None:
            self._line.stop()

    def _process(self) -> psutil.Process:
        assert self._line is not None
        assert self._line.process is not None
        return psutil.Process(self._line.process.pid)


class BaresipPhone:
    """Debian's baresip, answering by itself, its own jitter buffer and loss concealment switched on."""

    def __init__(self, folder: Path, *, jitter: str = "5-10", answers: bool = True) -> None:
        self.name = f"baresip (buffer {jitter})"
        self._mode = "auto" if answers else "manual"
        self._folder = folder
        self._jitter = jitter
        self._port = free_port(2)
        self._process: subprocess.Popen[bytes] | None = None
        self._rig: JackRig | None = None
        self._patch: Any = None

    @property
    def uri(self) -> str:
        return f"sip:bench@127.0.0.1:{self._port}"

    def start(self, rig: JackRig) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(parents=True)
        write_wav(self._folder / "silence.wav", np.zeros(8000 * 60, np.float32))
        first = free_port(20)
        config = _BARESIP.format(
            port=self._port,
            folder=self._folder,
            jitter=self._jitter,
            rtp_first=first,
            rtp_last=first + 19,
            modules=modules_folder(),
        )
        (self._folder / "config").write_text(config)
        (self._folder / "contacts").write_text("")
        account = f"<sip:bench@127.0.0.1:{self._port}>;regint=0;answermode={self._mode};audio_codecs=pcma\n"
        (self._folder / "accounts").write_text(account)
        self._rig = rig
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                ["baresip", "-f", str(self._folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env={**os.environ, **rig.env, "HOME": str(self._folder)},
            )
        wait_until(lambda: b"ready" in (self._folder / "log").read_bytes(), 10.0, "baresip's ready line")

    def answer(self) -> None:
        """It answers by itself; what it plays must be patched into the headset."""
        import jack

        assert self._rig is not None
        if self._patch is not None:
            self._patch.close()
        self._patch = jack.Client("bench-patch", no_start_server=True, servername=self._rig.server_name)
        ear = self._patch.get_port_by_name("headset:playback_1")
        outputs = wait_until(
            lambda: self._patch.get_ports("baresip.*", is_output=True, is_audio=True),
            10.0,
            "baresip's output",
        )
        for port in outputs:
            wait_until(lambda port=port: self._patched(port, ear), 5.0, "baresip in the headset")

    def _patched(self, port: Any, ear: Any) -> bool:
        """False while its client is not active yet."""
        import jack

        try:
            self._patch.connect(port, ear)
        except jack.JackErrorCode:
            return False
        return True

    def cpu_s(self) -> float:
        assert self._process is not None
        return _cpu_s(psutil.Process(self._process.pid))

    def rss_mb(self) -> float:
        assert self._process is not None
        return float(psutil.Process(self._process.pid).memory_info().rss) / 2**20

    def stop(self) -> None:
        if self._patch is not None:
            self._patch.close()
            self._patch = None
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            try:
                self._process.wait(4)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(4)
            self._process = None


class LinphonePhone:
    """Debian's linphone-daemon, answering by itself, its sound led through ALSA's JACK plug-in."""

    name = "linphone"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._port = free_port(2)
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def uri(self) -> str:
        return f"sip:bench@127.0.0.1:{self._port}"

    def start(self, rig: JackRig) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)
        (self._folder / ".local" / "share" / "linphone").mkdir(parents=True)  # it aborts without
        (self._folder / ".asoundrc").write_text(_ALSA_TO_JACK)
        config = self._folder / "linphonerc"
        config.write_text(_LINPHONE.format(port=self._port, rtp=free_port(20)))
        with (self._folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                ["linphone-daemon", "--auto-answer", "--config", str(config)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                env={**os.environ, **rig.env, "HOME": str(self._folder)},
            )
        wait_until(self._listens, 10.0, "linphone's SIP port")

    def answer(self) -> None:
        """It answers by itself and plays into the headset."""

    def cpu_s(self) -> float:
        assert self._process is not None
        return _cpu_s(psutil.Process(self._process.pid))

    def rss_mb(self) -> float:
        assert self._process is not None
        return float(psutil.Process(self._process.pid).memory_info().rss) / 2**20

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()  # asked politely it aborts and dumps core
            process.wait(4)

    def _listens(self) -> bool:
        assert self._process is not None
        sockets = psutil.Process(self._process.pid).net_connections("udp")
        return any(one.laddr and one.laddr.port == self._port for one in sockets)


def _cpu_s(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def settle() -> None:
    """Let the machine come to rest between two measurements."""
    time.sleep(0.5)
