"""What one call costs: processor time of every thread of the real engine, with a call and without one.

    python -m tests.bench.bench_call_cost [--seconds 20] [--rounds 5] [--calls 1]

Idle and call take turns, because what a tick costs depends on what else the machine does: the caches are
cold when the clock wakes up, and a busy neighbour makes that worse. The median over the rounds is the figure.
Of several calls at once the last one is in the headset and the others hear hold; what they cost together is
divided by their number.
The call is recorded, spoken in both directions and metered by a screen, as a real one. Linux only.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tests.bench.bench_voice import GOAL_CPU_PERCENT, speech
from tests.bench.impaired_speaker import ImpairedSpeaker, Impairment
from tests.bench.phones import BatolaPhone, settle
from tests.e2e.jack_rig import SAMPLE_RATE_HZ, JackRig

_NAMES = Path(__file__).with_name("thread_names")
_LEAD_IN_S = 1.0  # the call begins before its cost is counted

Cost = dict[str, float]


@dataclass(frozen=True, slots=True)
class Round:
    """Percent of a core by thread."""

    idle: Cost
    call: Cost

    @property
    def above_idle(self) -> float:
        return sum(self.call.values()) - sum(self.idle.values())


def threads_ns(pid: int) -> dict[int, tuple[str, int]]:
    """Name and run time of every thread. Source: Documentation/scheduler/sched-stats.rst."""
    found = {}
    for task in Path(f"/proc/{pid}/task").iterdir():
        try:
            run_ns = int((task / "schedstat").read_text().split()[0])
            found[int(task.name)] = ((task / "comm").read_text().strip(), run_ns)
        except OSError:  # it has just ended
            continue
    return found


def measure(pid: int, seconds: float) -> Cost:
    """Percent of a core that each thread takes for so long."""
    before, began_s = threads_ns(pid), time.monotonic()
    time.sleep(seconds)
    took_ns = (time.monotonic() - began_s) * 1e9
    cost: Cost = {}
    for thread_id, (name, run_ns) in threads_ns(pid).items():
        spent_ns = run_ns - before.get(thread_id, (name, 0))[1]
        cost[name] = cost.get(name, 0.0) + 100.0 * spent_ns / took_ns
    return cost


def one_round(phone: BatolaPhone, rig: JackRig, seconds: float, seed: int, calls: int) -> Round:
    """Idle, then the same time with so many calls."""
    pid = phone.pid
    settle()
    idle = measure(pid, seconds)
    words = int((seconds + 2 * _LEAD_IN_S) * 8000)
    operator = np.resize(speech(seed + 1, 30.0), words)
    speakers = [ImpairedSpeaker(Impairment("clean"), seed + index) for index in range(calls)]
    try:
        for speaker in speakers:
            speaker.dial(phone.uri)
            phone.answer()
            settle()
        rig.headset.feed(np.repeat(operator.astype(np.float32) / 32768, SAMPLE_RATE_HZ // 8000))
        talks = [
            threading.Thread(target=speaker.speak, args=(np.resize(speech(seed + index, 30.0), words),))
            for index, speaker in enumerate(speakers)
        ]
        for talk in talks:
            talk.start()
        time.sleep(_LEAD_IN_S)
        call = measure(pid, seconds)
        for talk in talks:
            talk.join()
    finally:
        for speaker in speakers:
            speaker.close()
    return Round(idle, call)


def main(*, seconds: float, rounds: int, calls: int = 1) -> list[Round]:
    """Measure, print by thread, return the rounds."""
    length_s = rounds * (2 * seconds + 10.0) + 60.0
    with tempfile.TemporaryDirectory(prefix="batola-cost-") as folder, JackRig(seconds_max=length_s) as rig:
        rig.env["PYTHONPATH"] = str(_NAMES)
        phone = BatolaPhone(Path(folder) / "batola")
        phone.start(rig)
        try:
            found = [one_round(phone, rig, seconds, 2 * index + 1, calls) for index in range(rounds)]
        finally:
            phone.stop()
    names = sorted({name for one in found for name in (*one.idle, *one.call)})
    print(f"{'thread':<18}{'idle':>8}{'call':>8}   percent of a core, medians of {rounds}")
    for name in names:
        idle, call = (
            statistics.median(cost.get(name, 0.0) for cost in costs)
            for costs in ([one.idle for one in found], [one.call for one in found])
        )
        if max(idle, call) >= 0.01:
            print(f"{name:<18}{idle:>8.2f}{call:>8.2f}")
    above = [one.above_idle / calls for one in found]
    idle = statistics.median(sum(one.idle.values()) for one in found)
    print(
        f"no call {idle:.2f} %; {calls} at once, each above that: median {statistics.median(above):.2f} %, "
        f"least {min(above):.2f} %, most {max(above):.2f} % (goal {GOAL_CPU_PERCENT:g} %)"
    )
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=20.0)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--calls", type=int, default=1)
    options = parser.parse_args()
    main(seconds=options.seconds, rounds=options.rounds, calls=options.calls)
