"""Thousands of simulated networks: two or three telephones of ours over a wire that is unkind by seed.

make network ARGS="--seeds 5000"
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.support.sip_simulation import Simulation, play


def trace(simulation: Simulation) -> None:
    """Everything that was sent, with what became of it."""
    start_s = simulation.world.wire.sent[0].at_s if simulation.world.wire.sent else 0.0
    for datagram in simulation.world.wire.sent:
        call_id = datagram.message.call_id[:6]
        at_s = datagram.at_s - start_s
        print(f"{at_s:9.3f} {datagram.source[0]} → {datagram.target[0]} {datagram.name:14} {call_id}")


def main() -> int:
    """Play the seeds; exit code 1 when one went wrong."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seeds", type=int, default=5000)
    parser.add_argument("--trace", action="store_true", help="show every datagram of a seed that failed")
    arguments = parser.parse_args()
    started_s = time.monotonic()
    failed: dict[int, list[str]] = {}
    datagrams = talked = 0
    for seed in range(arguments.first, arguments.first + arguments.seeds):
        wrong, simulation = play(seed)
        datagrams += len(simulation.world.wire.sent)
        talked += simulation.talked
        if wrong:
            failed[seed] = wrong
            print(f"seed {seed}: {wrong}")
            if arguments.trace:
                trace(simulation)
    kinds = Counter(wrong[0] for wrong in failed.values())
    print(
        f"{arguments.seeds} networks, {datagrams} datagrams, {talked} legs that spoke, "
        f"{len(failed)} failed in {time.monotonic() - started_s:.0f} s"
    )
    for kind, count in kinds.most_common():
        print(f"  {count:5d} {kind}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
