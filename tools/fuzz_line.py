"""A million hostile datagrams and streams against a real engine that holds a live call.

make fuzz ARGS="--datagrams 1000000 --seed 7"

After each batch the line must answer OPTIONS and ring for a caller; all the while the far end of the live
call listens. One line of JSON each batch, the last one is the verdict: nobody died, no sound was lost, memory
and handles are flat.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from batola_desk.ipc import messages as m
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.line_rig import ROOT, SOUND_CONFIG, LineRig, ScreenDouble
from tests.soak.attack import Doctor, Shooter, dropped_datagrams
from tests.soak.process_watch import Vitals
from tests.support.certificates import Authority
from tests.support.ports import free_port

PACKET_MS = 20.0
GAP_LIMIT_MS = 60.0  # beyond what the machine does to the voice while nobody shoots
GROWTH_MB_MAX = 60.0  # LIMIT: what only the collector frees waits while a call lives (settings.memory_tidier)
WARM_UP_SHARE = 0.2
SPEECH_S = 20.0
RING_LIMIT_S = 2.0  # good INVITEs among the bad ones must not fill the line for minutes


@dataclass
class Ear:
    """What the far end of the live call reports, second by second."""

    seconds: list[dict[str, Any]] = field(default_factory=list)
    talking: dict[str, Any] = field(default_factory=dict)

    def listen(self, process: subprocess.Popen[str]) -> None:
        """Read until the listener ends. Thread: its own."""
        assert process.stdout is not None
        for line in process.stdout:
            words = json.loads(line)
            if "rtp_port" in words:
                self.talking = words
            else:
                self.seconds.append(words)

    def noise_ms(self, first: int, last: int) -> float:
        """Return by how much packets came late at worst while nobody shot: the machine's own doing."""
        gaps = [one["gap_ms"] - PACKET_MS for one in self.seconds[first:last]]
        return max(0.0, *gaps) if gaps else 0.0

    def faults(self, first: int, noise_ms: float, gap_limit_ms: float) -> list[str]:
        """Say what was not whole from this second on."""
        found = []
        for number, one in enumerate(self.seconds[first:], first):
            late_ms = one["gap_ms"] - PACKET_MS - max(noise_ms, one["noise_ms"])
            if one["state"] != "talking":
                found.append(f"second {number}: the call is {one['state']}")
            elif (
                one["lost"]
                or late_ms > gap_limit_ms
                or one["silent_run"] * PACKET_MS > gap_limit_ms + noise_ms
            ):
                found.append(f"second {number}: {one}")
        return found


class Fuzz:
    """One run."""

    def __init__(self, arguments: argparse.Namespace, folder: Path, sound: JackRig) -> None:
        self._count = arguments.datagrams
        self._batch = min(arguments.batch, arguments.datagrams)
        self._rate = arguments.rate
        self._quiet_s = arguments.quiet
        self._gap_limit_ms = arguments.gap_limit
        self.noise_ms = 0.0
        self._random = random.Random(arguments.seed)
        self._sound = sound
        self._tls_port = free_port(2)
        files = Authority(folder / "authority").issue("127.0.0.1")
        config = (
            f"[sip]\nring_limit_s = {RING_LIMIT_S}\n{SOUND_CONFIG}\n[tls]\nport = {self._tls_port}\n"
            f'certificate_file = "{files.certificate}"\nkey_file = "{files.key}"\n'
        )
        self._line = LineRig(folder, environment={**sound.env, "BATOLA_LOG_LEVEL": "INFO"}, config=config)
        self._ear = Ear()
        self._batches: list[dict[str, Any]] = []
        self.wrong: list[str] = []

    def run(self) -> int:
        """Do it; return the exit code."""
        speaking = threading.Event()
        speaker = threading.Thread(target=self._speak, args=(speaking,), daemon=True)
        speaker.start()
        try:
            self._line.start()
            screen = self._line.screen()
            self._line.wait_for_sound(screen)
            self._shoot_at(screen)
        finally:
            speaking.set()
            speaker.join()
            self._line.stop()
        self._say_verdict()
        return 1 if self.wrong else 0

    def _speak(self, ended: threading.Event) -> None:
        """A voice that never pauses in the operator's microphone."""
        time_s = np.arange(int(SPEECH_S * SAMPLE_RATE_HZ)) / SAMPLE_RATE_HZ
        voice = (0.25 * sum(np.sin(2 * np.pi * hertz * time_s) for hertz in (300, 700))).astype(np.float32)
        while not ended.is_set():
            self._sound.headset.feed(voice)
            ended.wait(SPEECH_S / 2)

    def _shoot_at(self, screen: ScreenDouble) -> None:
        command = [
            sys.executable,
            "-m",
            "tests.soak.call_watch",
            "--junk",
            "--sip-port",
            str(self._line.sip_port),
        ]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as watch:
            reader = threading.Thread(target=self._ear.listen, args=(watch,), daemon=True)
            reader.start()
            call = screen.call_in("ringing", limit_s=20.0)
            screen.obeyed(m.AnswerCall(call_id=call.call_id))
            screen.call_becomes(call.call_id, "talking")
            time.sleep(2.0)
            assert self._ear.talking, "the far end hears nothing"
            first = len(self._ear.seconds)
            time.sleep(self._quiet_s)  # what the machine alone does to the voice, before anybody shoots
            begun = len(self._ear.seconds)
            shooter = Shooter(
                self._random,
                sip_port=self._line.sip_port,
                media_port=self._ear.talking["rtp_port"],
                tls_port=self._tls_port,
            )
            try:
                self._shoot_all(shooter, screen, call.call_id)
                ended = len(self._ear.seconds)
                time.sleep(self._quiet_s)  # and after
            finally:
                shooter.close()
                assert watch.stdin is not None
                watch.stdin.close()
                reader.join(5.0)
            self.noise_ms = max(
                self._ear.noise_ms(first, begun), self._ear.noise_ms(ended + 1, len(self._ear.seconds))
            )
            self.wrong += self._ear.faults(begun, self.noise_ms, self._gap_limit_ms)[:20]

    def _shoot_all(self, shooter: Shooter, screen: ScreenDouble, live_call: str) -> None:
        doctor = Doctor(self._line.sip_port)
        assert self._line.process is not None
        pid, sent = self._line.process.pid, 0
        while sent < self._count:
            size = min(self._batch, self._count - sent)
            started_s = time.monotonic()
            shooter.shoot(size, self._rate)
            sent += size
            line = self._examine(doctor, pid, sent)
            line["rate"] = round(size / (time.monotonic() - started_s))
            line["kinds"] = dict(shooter.counts)
            self._batches.append(line)
            say(line)
            forget_ended(screen, live_call)
            if self._line.process_ended():
                self.wrong.append(f"the engine died after {sent}")
                return
        if screen.calls[live_call].state != "talking":
            self.wrong.append("the live call is over")

    def _examine(self, doctor: Doctor, pid: int, sent: int) -> dict[str, Any]:
        """Is it alive, does it answer, does it ring, how big is it."""
        options_s = doctor.options()
        for _ in range(4):  # the callers among the shots may still ring; their time is short
            rings = doctor.rings()
            if rings:
                break
            time.sleep(RING_LIMIT_S)
        if options_s is None or not rings:
            self.wrong.append(f"after {sent}: OPTIONS {options_s}, a call rings: {rings}")
        vitals = Vitals.of(pid)
        return {
            "sent": sent,
            "options_ms": None if options_s is None else round(options_s * 1000, 1),
            "rings": rings,
            "engine": vitals and {name: getattr(vitals, name) for name in vitals.__slots__},
            "unread": dropped_datagrams(self._line.sip_port),
            "ear": self._ear.seconds[-1] if self._ear.seconds else None,
        }

    def _say_verdict(self) -> None:
        sizes = [line["engine"]["rss_mb"] for line in self._batches if line["engine"]]
        half = len(sizes) // 2
        late_growth_mb = (
            round(float(np.median(sizes[-3:]) - np.median(sizes[half : half + 3])), 1) if half else 0.0
        )
        handles = [line["engine"]["handles"] for line in self._batches if line["engine"]]
        warm = int(len(sizes) * WARM_UP_SHARE)
        growth_mb = (
            round(float(np.median(sizes[-3:]) - np.median(sizes[warm : warm + 3])), 1) if sizes else 0.0
        )
        if growth_mb > GROWTH_MB_MAX:
            self.wrong.append(f"memory grew by {growth_mb} MB")
        if handles and np.median(handles[-3:]) - np.median(handles[warm : warm + 3]) > 30:
            self.wrong.append(f"handles grew: {handles[warm]} → {handles[-1]}")
        errors = [
            line["message"] for line in self._line.log_lines() if line["level"] in ("ERROR", "CRITICAL")
        ]
        if errors:
            self.wrong.append(f"the engine logged errors: {sorted({str(error) for error in errors})[:5]}")
        tidied = [
            line["pause_ms"] for line in self._line.log_lines() if line["message"] == "memory was tidied"
        ]
        say(
            {
                "verdict": "good" if not self.wrong else "bad",
                "wrong": self.wrong[:30],
                "sent": self._batches[-1]["sent"] if self._batches else 0,
                "seconds_heard": len(self._ear.seconds),
                "gap_max_ms": max((one["gap_ms"] for one in self._ear.seconds), default=0.0),
                "gap_median_ms": float(np.median([one["gap_ms"] for one in self._ear.seconds] or [0.0])),
                "late_without_shots_ms": round(self.noise_ms, 1),
                "lost": sum(one["lost"] for one in self._ear.seconds),
                "collector_pause_max_ms": max(tidied, default=0.0),
                "growth_mb": growth_mb,
                "growth_second_half_mb": late_growth_mb,
                "cpu_s": self._batches[-1]["engine"]["cpu_s"] if self._batches else 0.0,
                "unread": self._batches[-1]["unread"] if self._batches else 0,
            }
        )


def forget_ended(screen: ScreenDouble, kept: str) -> None:
    """The screen double keeps everything; here that would be the leak."""
    screen.facts.clear()
    screen.alarms.clear()
    for call_id, call in list(screen.calls.items()):
        if call.state == "ended" and call_id != kept:
            screen.calls.pop(call_id, None)
    screen.told_at_us.clear()


def say(words: dict[str, Any]) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def main(argv: list[str] | None = None) -> int:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--datagrams", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=10_000)
    parser.add_argument("--rate", type=float, default=3_000.0, help="per second")
    parser.add_argument("--quiet", type=float, default=20.0, help="seconds of listening before and after")
    parser.add_argument("--gap-limit", type=float, default=GAP_LIMIT_MS, help="ms beyond the machine's noise")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args(argv)
    say({"fuzz": vars(arguments)})
    with TemporaryDirectory(prefix="batola-fuzz-") as folder, JackRig(seconds_max=1.0) as sound:
        return Fuzz(arguments, Path(folder), sound).run()


if __name__ == "__main__":
    sys.exit(main())
