"""Hours of calls against the real line with a real journal behind it, while everything around it breaks.

make soak ARGS="--minutes 120 --calls-per-minute 10 --seed 7"

One seed decides calls, hang-ups, holds, device losses, PBX restarts, lost screens. Each minute prints one
line of JSON; the last line is the verdict, exit code 0 only when everything in it holds: memory, handles and
threads flat, no stuck call, every call in the journal exactly once with one end, recordings sealed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import os
import random
import signal
import sys
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from batola_desk.engine.training.voice_file import read_alaw_wav
from batola_desk.models.verify import verify
from batola_desk.settings.paths import DeskPaths, resource_path
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig
from tests.e2e.line_rig import SOUND_CONFIG
from tests.e2e.sip_peers import PBX_USER, KamailioPbx
from tests.e2e.waves import chirp
from tests.soak.calls import VANISHED_LIMIT_S, SoakCalls
from tests.soak.checks import check_curves, check_journal
from tests.soak.desk_handle import DeskHandle
from tests.soak.process_watch import Vitals, spool_length
from tests.support.light_phone import LightCall, LightPhone
from tests.support.ports import free_port

VOICE = "air1_tolong"
SCREEN_KILLS_UNTIL = 0.25  # later the screen only loses its connection, so that its memory can be watched
# Once a big block was given back, glibc keeps up to 4 MB that nobody uses in each of its arenas, one for each
# thread: filled slowly for hours, that looks like a leak. Without that habit RSS tells what is in use.
STEADY_MALLOC = {"MALLOC_MMAP_THRESHOLD_": "131072", "MALLOC_TRIM_THRESHOLD_": "131072"}


def pbx_route(phone_port: int) -> str:
    """Numbers of the soak lie at its telephone."""
    return f'  if ($rU =~ "^0811") {{ $du = "sip:127.0.0.1:{phone_port}"; t_relay(); exit; }}'


class Soak:
    """One run. Thread: the loop."""

    def __init__(self, arguments: argparse.Namespace, folder: Path, sound: JackRig) -> None:
        self._minutes = arguments.minutes
        self._rate = arguments.calls_per_minute
        self._seed = arguments.seed
        self._dice = random.Random(arguments.seed)
        # a short run sees every kind of trouble too
        self._haste = min(1.0, max(0.06, arguments.minutes / 60.0))
        self._sound = sound
        self._folder = folder
        self.paths = DeskPaths.for_home(folder / "desk")
        self.paths.create()
        self._sip_port = free_port(2)
        self._desk = DeskHandle(folder / "desk", self._sip_port, sound.env | STEADY_MALLOC)
        payload = read_alaw_wav(resource_path("training", "voices", f"{VOICE}.wav"))
        voice = [payload[at : at + 160] for at in range(0, len(payload) - 159, 160)]
        self._phone = LightPhone(desk_user=PBX_USER, voice=voice, seed=arguments.seed, on_call=self._on_call)
        self._started_s = time.monotonic()
        self._pbx_back_s = 0.0
        self._tasks: set[asyncio.Task[None]] = set()
        self._lines: list[dict[str, Any]] = []
        self._chaos = {"headset": 0, "loudspeaker": 0, "pbx": 0, "screen": 0, "cut": 0}
        self.wrong: list[str] = []

    # ------------------------------------------------------------------ life

    async def run(self) -> int:
        """Do everything; return the exit code."""
        await self._phone.start()
        self._pbx = KamailioPbx(self._folder, route=pbx_route(self._phone.port))
        try:
            config = self._pbx.config_of_a_desk().split("[audio]")[0] + "expires_s = 60\n" + SOUND_CONFIG
            (self.paths.config / "line.toml").write_text(config, encoding="utf-8")
            self._calls = SoakCalls(
                self._phone,
                self._desk.do,
                direct=("127.0.0.1", self._sip_port),
                pbx=("127.0.0.1", self._pbx.port),
                seed=self._seed,
                is_unwell=lambda: time.monotonic() < self._pbx_back_s + 40.0,
            )
            await self._desk.start()
            await self._until_registered()
            self._engine_pid = self._read_engine_pid()
            await self._live()
            await self._settle()
        finally:
            await self._end()
        return self._verdict()

    async def _live(self) -> None:
        self._started_s = time.monotonic()
        chaos: list[Coroutine[Any, Any, None]] = [
            self._phone_the_desk(),
            self._lose_devices(),
            self._restart_pbx(),
            self._lose_screens(),
            self._speak(),
            self._watch(),
        ]
        running = [asyncio.create_task(work) for work in chaos]
        await asyncio.wait(running, timeout=self._minutes * 60.0, return_when=asyncio.FIRST_EXCEPTION)
        for task in running:
            if task.done() and task.exception() is not None:
                self.wrong.append(f"the soak itself broke: {task.exception()!r}")
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    async def _settle(self) -> None:
        """Everything back, no new call: what still lives after this is stuck."""
        for name in ("headset", "loudspeaker"):
            if name not in self._sound.devices:
                self._sound.add_device(name, has_microphone=name == "headset")
        if self._pbx.process.poll() is not None:
            self._pbx.start()
        if not self._desk.pid:
            await self._desk.start()
        await self._until(lambda: self._calls.live == 0, VANISHED_LIMIT_S + 20.0)
        if self._calls.live:
            self.wrong.append(f"{self._calls.live} calls did not come to an end at the telephones")
        for _ in range(int(VANISHED_LIMIT_S)):
            status = await self._desk.ask("status")
            if not status["code"] and not status["numbers"] and spool_length(self.paths.spool) == 0:
                break
            await asyncio.sleep(1.0)
        else:
            self.wrong.append(f"stuck: {status.get('numbers')}, spool {spool_length(self.paths.spool)}")
        await self._desk.do("tidy")
        self._measure()

    async def _end(self) -> None:
        for task in self._tasks:
            task.cancel()
        code = await self._desk.stop()
        if code:
            self.wrong.append(f"the desk ended with {code}")
        self._end_engine()
        self._phone.stop()
        self._pbx.stop()

    def _end_engine(self) -> None:
        pid = self._read_engine_pid()
        if not pid:
            self.wrong.append("the engine is gone")
            return
        with contextlib.suppress(psutil.Error):
            engine = psutil.Process(pid)
            engine.send_signal(signal.SIGTERM)
            try:
                with contextlib.suppress(psutil.TimeoutExpired):
                    engine.wait(2.0)
                engine.send_signal(signal.SIGTERM)  # the first one is refused while a call lives
                engine.wait(10.0)
            except psutil.TimeoutExpired:
                self.wrong.append("the engine did not end when asked")
                engine.kill()

    # ------------------------------------------------------------------ what happens

    def _on_call(self, call: LightCall) -> None:
        self._calls.on_call(call)

    async def _phone_the_desk(self) -> None:
        for index in range(int(self._minutes * self._rate)):
            task = asyncio.create_task(self._calls.one(index), name=f"call-{index}")
            self._tasks.add(task)
            task.add_done_callback(self._call_done)
            await asyncio.sleep(min(30.0, self._dice.expovariate(self._rate / 60.0)))

    def _call_done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            self.wrong.append(f"{task.get_name()} broke the soak: {task.exception()!r}")

    async def _lose_devices(self) -> None:
        while True:
            await asyncio.sleep(self._haste * self._dice.uniform(60.0, 240.0))
            name = self._dice.choice(("headset", "headset", "loudspeaker"))
            self._chaos[name] += 1
            await asyncio.to_thread(self._sound.remove_device, name)
            await asyncio.sleep(self._haste * self._dice.uniform(0.5, 20.0))
            self._sound.add_device(name, has_microphone=name == "headset")

    async def _restart_pbx(self) -> None:
        while True:
            await asyncio.sleep(self._haste * self._dice.uniform(300.0, 700.0))
            self._chaos["pbx"] += 1
            away_s = self._haste * self._dice.uniform(1.0, 20.0)
            self._pbx_back_s = time.monotonic() + away_s + 60.0  # registered again within that
            await asyncio.to_thread(kill_family, self._pbx.process.pid)
            await asyncio.to_thread(self._pbx.stop)
            await asyncio.sleep(away_s)
            await asyncio.to_thread(self._pbx.start)

    async def _lose_screens(self) -> None:
        while True:
            await asyncio.sleep(self._haste * self._dice.uniform(120.0, 400.0))
            share = (time.monotonic() - self._started_s) / (self._minutes * 60.0)
            if share > SCREEN_KILLS_UNTIL:
                self._chaos["cut"] += 1
                await self._desk.do("cut")
                continue
            self._chaos["screen"] += 1
            await self._desk.stop(self._dice.choice((signal.SIGKILL, signal.SIGTERM)))
            await asyncio.sleep(self._dice.uniform(0.0, 8.0))
            await self._desk.start()

    async def _speak(self) -> None:
        words = chirp(20.0, rate=SAMPLE_RATE_HZ, seed=self._seed) * np.float32(0.5)
        while True:
            headset = self._sound.devices.get("headset")
            if headset is not None:
                headset.feed(words)
            await asyncio.sleep(30.0)

    # ------------------------------------------------------------------ what is watched

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(60.0)
            await self._desk.do("tidy")
            self._measure()

    def _measure(self) -> None:
        pid = self._read_engine_pid()
        if pid != self._engine_pid:
            self.wrong.append(f"the engine died: {self._engine_pid} became {pid}")
            self._engine_pid = pid
        engine, desk = Vitals.of(pid), Vitals.of(self._desk.pid) if self._desk.pid else None
        tally = self._calls.tally
        line = {
            "minute": round((time.monotonic() - self._started_s) / 60.0, 2),
            "engine": engine and {name: getattr(engine, name) for name in engine.__slots__},
            "desk": desk and {name: getattr(desk, name) for name in desk.__slots__},
            "calls": len(self._calls.expected),
            "live": self._calls.live,
            "spool": spool_length(self.paths.spool),
            "load": round(os.getloadavg()[0], 1),
            "far_end": {
                "packets": tally.packets,
                "lost": tally.lost,
                "gap_max_ms": round(tally.gap_max_s * 1000),
                "gaps_over_60_ms": tally.gaps_over_60_ms,
            },
            "chaos": dict(self._chaos),
            "troubles": [*tally.troubles, *self.wrong][-5:],
            **self._engine_words(),
        }
        self._lines.append(line)
        say(line)

    def _engine_words(self) -> dict[str, Any]:
        """The engine's own last figures."""
        with contextlib.suppress(OSError, ValueError):
            text = (self.paths.log / "line.jsonl").read_bytes()[-200_000:].decode("utf-8", "replace")
            for line in reversed(text.splitlines()):
                if '"vitals"' in line:
                    words = json.loads(line)
                    return {key: words[key] for key in ("ticks", "late_ticks", "tick_max_ms") if key in words}
        return {}

    def _verdict(self) -> int:
        tally = self._calls.tally
        wrong = [*self.wrong, *tally.troubles, *check_journal(self.paths, self._calls.expected)]
        report = verify(self.paths.journal, progress=lambda _done, _total: None, repair=False)
        if report.exit_code:
            wrong.append(f"verify finds the journal unsound: {report.exit_code}")
        grows, slopes = check_curves(self._lines)
        wrong += grows
        say(
            {
                "verdict": "good" if not wrong else "bad",
                "wrong": wrong[:60],
                "calls": len(self._calls.expected),
                "facts": report.fact_count,
                "kinds": dict(tally.kinds),
                "ends": dict(sorted(tally.ends.items())),
                "refusals": dict(tally.refusals),
                "slopes_per_hour": slopes,
                "errors_logged": self._logged_errors(),
                "folder": str(self._folder),
            }
        )
        return 1 if wrong else 0

    def _logged_errors(self) -> list[str]:
        found: dict[str, int] = {}
        for path in sorted(self.paths.log.glob("*.jsonl*")):
            for text in path.read_text(encoding="utf-8", errors="replace").splitlines():
                with contextlib.suppress(ValueError):
                    line = json.loads(text)
                    if line["level"] in ("ERROR", "CRITICAL", "WARNING"):
                        key = f"{path.name.split('.')[0]} {line['level']} {line['message']}"
                        found[key] = found.get(key, 0) + 1
        return [f"{count}× {key}" for key, count in found.items()]

    # ------------------------------------------------------------------ small parts

    def _read_engine_pid(self) -> int:
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.paths.runtime / "engine.pid").read_text())
            return pid if psutil.pid_exists(pid) else 0
        return 0

    async def _until_registered(self) -> None:
        for _ in range(300):
            status = await self._desk.ask("status")
            if status.get("line") == "registered":
                return
            await asyncio.sleep(0.1)
        raise TimeoutError(f"the line does not register: {status}")

    async def _until(self, question: Any, limit_s: float) -> None:
        deadline_s = time.monotonic() + limit_s
        while not question() and time.monotonic() < deadline_s:  # noqa: ASYNC110 - many conditions
            await asyncio.sleep(0.2)


def kill_family(pid: int) -> None:
    """SIGKILL a process of ours with its children, whom it could not end any more."""
    family = [*psutil.Process(pid).children(recursive=True), psutil.Process(pid)]
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(family, timeout=5.0)


def say(words: dict[str, Any]) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(words) + "\n")
    sys.stdout.flush()


def parse_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--minutes", type=float, default=120.0)
    parser.add_argument("--calls-per-minute", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="where everything lies (default: a new one in /tmp)")
    return parser.parse_args()


def main() -> int:
    """Run it."""
    arguments = parse_arguments()
    folder = arguments.folder or Path(f"/tmp/batola-soak-{arguments.seed}-{os.getpid()}")
    folder.mkdir(parents=True)
    say({"soak": vars(arguments) | {"folder": str(folder)}, "pid": os.getpid()})
    with JackRig(seconds_max=1.0) as sound:
        return asyncio.run(Soak(arguments, folder, sound).run())


if __name__ == "__main__":
    sys.exit(main())
