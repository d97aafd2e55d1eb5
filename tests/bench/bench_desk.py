"""Figures of the whole desk: both real processes, a virtual screen, a virtual sound card, a real caller.

Run as a program (``--minutes 30``: the memory figure over half an hour) or through ``main()``. The budgets
are those of the first milestone. Every figure says how many samples stand behind it; the p99 of fewer than
a hundred samples is nearly their worst.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from batola_desk.settings.paths import DeskPaths
from batola_desk.telephony.leg_types import LegState
from tests.bench.closed_years import add_closed
from tests.bench.timed_caller import TimedCaller, first_tone_s
from tests.bench.x_keys import XKeys
from tests.e2e.desk_rig import DeskRig, virtual_screen, wait_until
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.line_rig import SOUND_CONFIG
from tests.support.ports import free_port
from tests.support.shipped import shipped_gazetteer

ROOT = Path(__file__).parents[2]
CALLS = 24
COLD_STARTS = 5
DEFAULT_MINUTES = 3.0
OPEN_INCIDENTS = 2000
CLOSED_INCIDENTS = 1_000_000
_ONSET_LEVEL = 0.02


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table; ``budget`` None = told for information."""

    name: str
    value: float
    unit: str
    budget: float | None
    count: int

    @property
    def is_over(self) -> bool:
        return self.budget is not None and self.value > self.budget


def main(minutes: float = DEFAULT_MINUTES, calls: int = CALLS) -> list[Figure]:
    """Measure everything, print one line per figure, return the figures."""
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(prefix="batola-bench-") as folder, virtual_screen() as display:
        home = Path(folder)
        figures += measure_start(home / "start", display)
        figures += measure_calls(home / "calls", display, calls)
        figures += measure_typing(home / "typing")
        figures += measure_operator(home / "typing")  # on the same filled journal
        figures += measure_screens(home / "typing")
        figures += measure_memory(home / "memory", display, minutes)
    for figure in figures:
        budget = "" if figure.budget is None else f"budget {figure.budget:g}"
        print(f"{figure.name:<52}{figure.value:10.1f} {figure.unit:<7}{budget:<12} n={figure.count}")
    return figures


def _p(samples: list[float], percent: float) -> float:
    return float(np.percentile(samples, percent))


def _latency(name: str, samples: list[float], budget: float) -> list[Figure]:
    count = len(samples)
    return [
        Figure(f"{name} p50", _p(samples, 50), "ms", None, count),
        Figure(f"{name} p99", _p(samples, 99), "ms", budget, count),
    ]


# ------------------------------------------------------------------ cold start


def measure_start(home: Path, display: str) -> list[Figure]:
    """Process start until the window takes keys; the engine is started anew each time."""
    took_s = []
    home.mkdir()
    for _ in range(COLD_STARTS + 1):
        rig = DeskRig(home, display)
        try:
            began_us = time.time_ns() // 1000
            rig.start()
            took_s.append((_at_us(rig.wait_for_log("desk usable", 1.0)) - began_us) / 1e6)
        finally:
            rig.stop()
    after_install, *later = took_s
    return [
        Figure("cold start to usable window, worst", max(later), "s", 2.5, len(later)),
        Figure("first start ever (creates the journal)", after_install, "s", None, 1),
    ]


def _at_us(line: dict[str, object]) -> float:
    told = line.get("at_us")
    if isinstance(told, int):
        return float(told)
    return datetime.fromisoformat(str(line["at"])).timestamp() * 1e6


# ------------------------------------------------------------------ calls


def measure_calls(home: Path, display: str, calls: int) -> list[Figure]:
    """A caller rings; one key answers; sound goes both ways; one key ends it."""
    seen: dict[str, list[float]] = {"visible": [], "audible": [], "ear": [], "peer": []}
    (home / "config").mkdir(parents=True)
    (home / "config" / "line.toml").write_text(SOUND_CONFIG, encoding="utf-8")
    with contextlib.ExitStack() as stack:
        sound = stack.enter_context(JackRig(seconds_max=calls * 6.0 + 60.0))
        rig = DeskRig(home, display, environment=sound.env)
        stack.callback(rig.stop)
        rig.start()
        keys = XKeys(display)
        stack.callback(keys.close)
        caller = TimedCaller()
        caller.start()
        stack.callback(caller.stop)
        wait_until(lambda: sound.headset.is_connected and sound.loudspeaker.is_connected, 8.0, "sound")
        rig.focus()
        time.sleep(1.0)
        voice = 0.3 * np.sin(
            2 * np.pi * 1500 * np.arange(int(calls * 6.0 + 40) * SAMPLE_RATE_HZ) / SAMPLE_RATE_HZ
        )
        sound.headset.feed(voice.astype(np.float32))
        for number in range(calls):
            _one_call(rig, sound, keys, caller, seen, jitter_s=number % 7 * 0.013)
    return [
        *_latency("INVITE to ringing call painted", seen["visible"], 100),
        *_latency("INVITE to ring tone in the room", seen["audible"], 100),
        *_latency("answer key to caller in the ear", seen["ear"], 150),
        *_latency("answer key to operator at the caller", seen["peer"], 150),
    ]


def _one_call(
    rig: DeskRig,
    sound: JackRig,
    keys: XKeys,
    caller: TimedCaller,
    seen: dict[str, list[float]],
    *,
    jitter_s: float,
) -> None:
    lines = len(rig.log_lines())
    room_from = sound.loudspeaker.captured_count
    mono_s, wall_us = caller.dial(f"sip:112@127.0.0.1:{rig.sip_port}")

    def painted() -> dict[str, object] | None:
        new = rig.log_lines()[lines:]
        return next((line for line in new if line["message"] == "ringing painted"), None)

    seen["visible"].append((_at_us(wait_until(painted, 5.0, "the painted call")) - wall_us) / 1000)
    time.sleep(0.4 + jitter_s)
    room = sound.loudspeaker.captured()[room_from:]
    onset = int(np.argmax(np.abs(room) > _ONSET_LEVEL))
    assert np.abs(room).max() > _ONSET_LEVEL, "no ring tone"
    seen["audible"].append((sound.loudspeaker.captured_at_mono_s(room_from + onset) - mono_s) * 1000)

    ear_from = sound.headset.captured_count
    pressed_s = keys.press("F2")
    wait_until(lambda: caller.heard_mono_s, 5.0, "sound at the caller")
    time.sleep(0.4)
    assert caller.heard_mono_s is not None
    seen["peer"].append((caller.heard_mono_s - pressed_s) * 1000)
    heard_s = first_tone_s(sound.headset.captured()[ear_from:], SAMPLE_RATE_HZ)
    assert heard_s is not None, "the caller was not heard"
    seen["ear"].append((sound.headset.captured_at_mono_s(ear_from) + heard_s - pressed_s) * 1000)
    keys.press("F4")
    wait_until(lambda: caller.state is LegState.ENDED, 5.0, "the end of the call")
    time.sleep(0.3)


# ------------------------------------------------------------------ typing


def measure_typing(home: Path) -> list[Figure]:
    """Key press to painted picture with many open tickets; in a process of its own (its Qt is offscreen)."""
    subprocess.run(
        [sys.executable, "-m", "tools.fill_demo", "--home", str(home), "--incidents", str(OPEN_INCIDENTS)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.DEVNULL,
        timeout=300,
    )
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.bench_typing", str(home)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
        timeout=120,
    )
    samples = [float(word) for word in done.stdout.splitlines()[-1].split()]
    count = len(samples)
    return [
        Figure(f"key to paint p50, {OPEN_INCIDENTS} open tickets", _p(samples, 50), "ms", None, count),
        Figure(f"key to paint p95, {OPEN_INCIDENTS} open tickets", _p(samples, 95), "ms", 16, count),
        Figure("key to paint, worst", max(samples), "ms", None, count),
    ]


# ------------------------------------------------------------------ an operator's seconds


SECONDS = {"prank": 3.0, "abandoned call": 20.0, "referral": 10.0}
KEYS = {"P1 fire by form": 12.0, "P1 fire by lines": 12.0}


def measure_operator(home: Path) -> list[Figure]:
    """Keys and seconds of what is done all day, and how long each key holds up the screen."""
    figures = []
    for name, run in _in_a_process("tests.bench.bench_operator", home).items():
        samples = run["took_ms"]
        count = len(samples)
        figures += [
            Figure(f"{name}, {run['letters']} letters", run["keys"], "keys", KEYS.get(name), 1),
            Figure(f"{name}: a person's seconds", run["seconds"], "s", SECONDS.get(name), 1),
            Figure(f"{name}: key to paint, worst", max(samples), "ms", None, count),
        ]
    return figures


# ------------------------------------------------------------------ every screen


def measure_screens(home: Path) -> list[Figure]:
    """Every screen by its keys, with all the open tickets and the closed ones of years."""
    add_closed(
        DeskPaths.for_home(home).journal, shipped_gazetteer(), CLOSED_INCIDENTS, now_us=time.time_ns() // 1000
    )
    told = _in_a_process("tests.bench.bench_screens", home)
    keys = [took for run in told.values() for took in run["keys"]]
    opened = [took for run in told.values() for took in run["opened"]]
    slowest = max(told, key=lambda name: max(told[name]["keys"]))
    figures = _latency(f"a key on {len(told)} screens, {CLOSED_INCIDENTS:,} closed", keys, 50)
    figures.append(Figure(f"  the slowest of them all ({slowest})", max(keys), "ms", None, len(keys)))
    figures += [
        Figure(f"  on {name}, worst", max(run["keys"]), "ms", None, len(run["keys"]))
        for name, run in told.items()
        if max(run["keys"]) > 50
    ]
    figures.append(Figure("  opening a screen p50", _p(opened, 50), "ms", 50, len(opened)))
    figures += [
        Figure(f"  opening {name}", run["opened"][0], "ms", None, 1)
        for name, run in told.items()
        if run["opened"][0] > 50
    ]
    return figures


def _in_a_process(module: str, home: Path) -> dict[str, dict[str, Any]]:
    """The JSON of its last line; its Qt is offscreen."""
    done = subprocess.run(
        [sys.executable, "-m", module, str(home)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        check=True,
        capture_output=True,
        text=True,
        timeout=300,
    )
    told: dict[str, dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
    return told


# ------------------------------------------------------------------ memory


def measure_memory(home: Path, display: str, minutes: float) -> list[Figure]:
    """Resident memory of both processes under demo traffic that somebody answers, and how it grows."""
    command = [sys.executable, "-m", "batola_desk", "--home", str(home), "--sip-port", str(free_port(2))]
    command += ["demo", "--pace", "fast", "--seed", "112"]
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    rig = DeskRig(home, display)
    home.mkdir()
    desk_mb: list[float] = []
    engine_mb: list[float] = []
    with contextlib.ExitStack() as stack:
        rig.screen = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        stack.callback(rig.stop)
        rig.wait_for_log("desk usable", 20.0)
        keys = XKeys(display)
        stack.callback(keys.close)
        rig.focus()
        wait_until(rig.engine_pid, 15.0, "the engine")
        desk, engine = psutil.Process(rig.screen.pid), psutil.Process(rig.engine_pid())
        end_s = time.monotonic() + minutes * 60
        while time.monotonic() < end_s:
            keys.press("F2")
            time.sleep(5.0)
            keys.press("F4")
            desk_mb.append(desk.memory_info().rss / 2**20)
            engine_mb.append(engine.memory_info().rss / 2**20)
        answered = rig.rows("select count(*) from call_row where state != 'ringing'")[0][0]
        rig.screen.send_signal(signal.SIGTERM)
        rig.screen.wait(15)
    return [
        Figure(f"memory of the desk after {minutes:g} min", desk_mb[-1], "MB", 350, len(desk_mb)),
        Figure("  its growth in the second half", _slope(desk_mb, minutes), "MB/min", None, len(desk_mb)),
        Figure(f"memory of the engine after {minutes:g} min", engine_mb[-1], "MB", 120, len(engine_mb)),
        Figure("  its growth in the second half", _slope(engine_mb, minutes), "MB/min", None, len(engine_mb)),
        Figure("  calls in that time", float(str(answered)), "", None, 1),
    ]


def _slope(samples: list[float], minutes: float) -> float:
    half = samples[len(samples) // 2 :]
    if len(half) < 3:
        return 0.0
    at_min = np.linspace(minutes / 2, minutes, len(half))
    return float(np.polyfit(at_min, half, 1)[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=DEFAULT_MINUTES, help="demo traffic for the memory")
    parser.add_argument("--calls", type=int, default=CALLS)
    options = parser.parse_args()
    sys.exit(any(figure.is_over for figure in main(options.minutes, options.calls)))
