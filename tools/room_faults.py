"""Desks around a real PostgreSQL for some time, while everything between and around them breaks; by seed.

Two work without a pause (``tests.support.room_worker``); the third is the program itself, both its processes
and its window, with nobody at it.

python -m tools.room_faults --secs 60 --seed 1

The last line is the verdict, as JSON; the exit code is 0 only when it is good.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import json
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from batola_desk.models.room import RoomFact
from batola_desk.models.verify import verify
from batola_desk.sync import postgres
from batola_desk.sync.room_audit import audit_room
from tests.e2e.desk_rig import DeskRig
from tests.e2e.secretariat_stage import PASSWORD, TEMPLATE, make_template
from tests.support.faulty_proxy import FaultyProxy, Weather
from tests.support.postgres_rig import PostgresRig
from tests.support.sync_desk import fold_of, rows_of, shown_in

MEET_LIMIT_S = 90.0
START_LIMIT_S = 90.0  # of a window, beside everything that the machine does


class Worker:
    """A desk's process; what it printed as written must never be missing."""

    def __init__(self, folder: Path, proxy: FaultyProxy, letter: str, person: str) -> None:
        self.journal = folder / f"{letter}.sqlite"
        self.proxy = proxy
        self.written: set[str] = set()
        self._command = [sys.executable, "-m", "tests.support.room_worker", "--journal", str(self.journal)]
        self._command += ["--port", str(proxy.port), "--database", TEMPLATE]
        self._command += ["--letter", letter, "--person", person]
        self._log = folder / f"{letter}.txt"
        self.start()

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log, text=True
            )
        self._listener = threading.Thread(target=self._listen, args=(self._process.stdout,), daemon=True)
        self._listener.start()

    def _listen(self, told: Any) -> None:
        for line in told:
            if line.endswith("\n"):  # the last one of a killed process may be cut
                self.written.add(line.strip())

    def kill(self) -> None:
        self._process.kill()
        self._ended()

    def say(self, word: str) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # it died by itself: its exit code will tell
            self._process.stdin.write(word + "\n")
            self._process.stdin.flush()

    def quit(self) -> int:
        self.say("quit")
        return self._ended()

    def _ended(self) -> int:
        code = self._process.wait(30)
        self._listener.join(5)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        return code

    @property
    def tracebacks(self) -> int:
        """A line that breaks is nothing that a program may stumble over."""
        return self._log.read_text(errors="replace").count("Traceback")

    def state(self) -> tuple[int, int, int]:
        return _state_of(self.journal)


class Screen:
    """The program itself at desk C; what stood in its journal when it was killed must never be missing."""

    def __init__(self, folder: Path, proxy: FaultyProxy) -> None:
        self.proxy = proxy
        self._killed_with: set[str] = set()
        self._rig = DeskRig(
            folder / "C",
            "",
            environment={"JACK_DEFAULT_SERVER": "batola-none", "JACK_NO_START_SERVER": "1"},
            platform="offscreen",
        )
        self.journal = self._rig.home / "data" / "journal.sqlite"
        config = self._rig.home / "config"
        config.mkdir(parents=True)
        (config / "meja_c.secret").write_text(PASSWORD + "\n")
        (config / "secretariat.toml").write_text(
            f'[secretariat]\nhosts = ["127.0.0.1"]\nport = {proxy.port}\ndatabase = "{TEMPLATE}"\n'
            'password_file = "meja_c.secret"\n'
        )
        (config / "settings.toml").write_text('[desk]\nletter = "C"\n')
        self._rig.launch()
        self._rig.wait_for_log("desk usable", START_LIMIT_S)

    def kill_and_start(self) -> None:
        self._rig.kill_screen()
        self._killed_with |= self._on_disk()  # a kill leaves the log: what can be read was written
        self._rig.launch()

    def kill(self) -> None:
        self._rig.kill_screen_if_alive()
        self._rig.stop()

    def say(self, word: str) -> None:
        """Nobody sits here: there is no work to stop."""

    def quit(self) -> int:
        assert self._rig.screen is not None
        self._rig.screen.terminate()
        return self._rig.screen.wait(30)

    @property
    def written(self) -> set[str]:
        return self._killed_with | self._on_disk()

    @property
    def tracebacks(self) -> int:
        return sum(line["level"] == "ERROR" for line in self._rig.log_lines()) + self._rig.output().count(
            "Traceback"
        )

    def state(self) -> tuple[int, int, int]:
        return _state_of(self.journal)

    def _on_disk(self) -> set[str]:
        return {str(row[0]) for row in self._rig.rows("select fact_id from journal where desk = 'C'")}


def _state_of(journal: Path) -> tuple[int, int, int]:
    """How many facts it has, how many wait, and how far it knows the room."""
    connection = sqlite3.connect(f"file:{journal}?mode=ro", uri=True, timeout=10)
    try:
        query = """SELECT (SELECT count(*) FROM journal), (SELECT count(*) FROM pending_fact),
            (SELECT coalesce(max(seq), 0) FROM room_entry)"""
        facts, waiting, head = connection.execute(query).fetchone()
        return facts, waiting, head
    finally:
        connection.close()


def run(secs: float, seed: int) -> dict[str, Any]:
    """Break things for a while, then heal, and judge."""
    chance = random.Random(seed)
    counts = {
        "server_kills": 0,
        "desk_kills": 0,
        "screen_kills": 0,
        **{str(weather): 0 for weather in Weather},
    }
    with ExitStack() as ending:
        folder = Path(tempfile.mkdtemp(prefix="batola-faults-"))
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        rig = PostgresRig(durable=True)
        ending.callback(rig.destroy)
        rig.create()
        asyncio.run(make_template(rig))
        workers = []
        for number, (letter, person) in enumerate((("A", "sari"), ("B", "rina"))):
            proxy = FaultyProxy(rig.port, seed + number)
            ending.callback(proxy.close)
            workers.append(Worker(folder, proxy, letter, person))
            ending.callback(workers[-1].kill)
        proxy = FaultyProxy(rig.port, seed + 2)
        ending.callback(proxy.close)
        screen = Screen(folder, proxy)
        ending.callback(screen.kill)
        desks = (*workers, screen)
        end = time.monotonic() + secs
        while time.monotonic() < end or not counts["screen_kills"]:
            time.sleep(chance.uniform(0.2, 1.5))
            _break_something(chance, rig, workers, screen, counts)
        # The last fault is one that only a time limit finds: these connections never speak again.
        for desk, weather in zip(
            desks, (Weather.BLACK_HOLE, Weather.HALF_OPEN, Weather.BLACK_HOLE), strict=True
        ):
            desk.proxy.weather = weather
        time.sleep(1.5)
        for desk in desks:
            desk.proxy.weather = Weather.FAIR
            desk.say("rest")
        begun = time.monotonic()
        met = _wait_until_met(desks)
        meet_s = time.monotonic() - begun
        verdict = _judge_at_rest(rig, desks)  # before they end: the program's last words are facts too
        exits = [desk.quit() for desk in desks]
        verdict["tracebacks"] = sum(desk.tracebacks for desk in desks)
    return {
        "seed": seed,
        "good": met and exits == [0, 0, 0] and verdict.pop("good") and not verdict["tracebacks"],
        "met": met,
        "meet_s": round(meet_s, 1),
        "exits": exits,
        **verdict,
        "faults": counts,
    }


def _break_something(
    chance: random.Random, rig: PostgresRig, workers: list[Worker], screen: Screen, counts: dict[str, int]
) -> None:
    what = chance.random()
    if what < 0.1:
        counts["server_kills"] += 1
        rig.kill()
        time.sleep(chance.uniform(0, 0.5))
        rig.start()
    elif what < 0.25:
        counts["desk_kills"] += 1
        worker = chance.choice(workers)
        worker.kill()
        worker.start()
    elif what < 0.35:
        counts["screen_kills"] += 1
        screen.kill_and_start()
    else:
        weather = chance.choice([Weather.FAIR, Weather.FAIR, *Weather])
        counts[str(weather)] += 1
        chance.choice([*workers, screen]).proxy.weather = weather


def _wait_until_met(workers: Sequence[Worker | Screen]) -> bool:
    end = time.monotonic() + MEET_LIMIT_S
    while time.monotonic() < end:
        states = [worker.state() for worker in workers]
        facts = states[0][0]
        if all(state == (facts, 0, facts) for state in states):
            return True
        time.sleep(0.1)
    return False


def _judge_at_rest(rig: PostgresRig, desks: Sequence[Worker | Screen]) -> dict[str, Any]:
    """Judge between two facts: the program says by itself what it notices, also when nobody works."""
    while True:
        before = [desk.state() for desk in desks]
        verdict = _judge(rig, desks)
        if verdict["good"] or [desk.state() for desk in desks] == before:
            return verdict
        _wait_until_met(desks)


def _judge(rig: PostgresRig, workers: Sequence[Worker | Screen]) -> dict[str, Any]:
    entries, chain_faults = asyncio.run(_read(rig))
    ids = [entry.fact_id for entry in entries]
    written = set().union(*(worker.written for worker in workers))
    expected = rows_of(fold_of(entries))
    equal = [shown_in(worker.journal) == expected for worker in workers]
    sound = [verify(worker.journal).exit_code == 0 for worker in workers]
    result = {
        "written": len(written),
        "in_the_room": len(ids),
        "lost": len(written - set(ids)),
        "doubled": len(ids) - len(set(ids)),
        "replicas_equal": all(equal),
        "journals_sound": all(sound),
        "chain_faults": chain_faults,
    }
    good = not (result["lost"] or result["doubled"] or chain_faults) and all(equal) and all(sound)
    return {"good": good and bool(written), **result}


async def _read(rig: PostgresRig) -> tuple[list[RoomFact], int]:
    reader = await postgres.connect(rig.address(TEMPLATE), "proyektor", PASSWORD)
    facts: list[RoomFact] = []
    while page := await reader.pull(len(facts), 500):
        facts += page
    reader.terminate()
    owner = await rig.superuser(TEMPLATE)
    audit = await audit_room(owner)
    owner.terminate()
    return facts, len(audit.faults)


def main() -> int:
    """Run the seeds one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--secs", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--seeds", type=int, default=1)
    options = parser.parse_args()
    verdicts = []
    for seed in range(options.seed, options.seed + options.seeds):
        verdicts.append(run(options.secs, seed))
        print(json.dumps(verdicts[-1]), flush=True)
    return 0 if all(verdict["good"] for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
