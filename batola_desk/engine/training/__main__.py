"""``python -m batola_desk.engine.training``: phones a desk for training."""

from __future__ import annotations

import argparse
import contextlib
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Mapping
from types import FrameType

from batola_desk.audio.frames import PCM
from batola_desk.audio.g711 import alaw
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.training.caller import CALLS_AT_ONCE_MAX, Traffic, TrainingCaller
from batola_desk.engine.training.conversation import Patience
from batola_desk.engine.training.exchange_port import ExchangePort
from batola_desk.engine.training.scenarios import VOICES_PATH, ScenarioBook, load_scenarios
from batola_desk.engine.training.voice_file import read_alaw_wav
from batola_desk.settings.paths import resource_path

FAST_FACTOR = 0.15
_STEP_S = 0.2


def parse_arguments(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="batola-training", description="Phones a Batola desk for training.")
    parser.add_argument("--target", help="SIP URI of the desk, for example sip:112@127.0.0.1:5060")
    parser.add_argument(
        "--desks", metavar="PORT,PORT", help="ring these ports of --sip-host at once, through an exchange"
    )
    parser.add_argument("--exchange-port", type=int, help="the exchange's SIP port; with --desks")
    parser.add_argument("--sip-host", default="127.0.0.1", help="own address (default 127.0.0.1)")
    parser.add_argument("--sip-port", type=int, default=0, help="own SIP port, for call-backs of the desk")
    parser.add_argument("--seed", type=int, help="the same seed gives the same calls")
    parser.add_argument("--pace", choices=("normal", "fast"), default="normal")
    parser.add_argument("--only", metavar="NAME", help="this scenario and no other")
    parser.add_argument("--count", type=int, default=0, help="end after so many calls (0: go on)")
    parser.add_argument("--first-after", type=float, default=3.0, help="seconds before the first call")
    parser.add_argument("--list", action="store_true", help="show the scenarios and end")
    parser.add_argument("--until-stdin-closes", action="store_true", help="end when the starter is gone")
    return parser.parse_args(argv)


def load_sounds(book: ScenarioBook) -> dict[str, PCM]:
    """Read every sound of the scenarios.

    Raises:
        EnvironmentFault: ``training_sound_unusable``.
    """
    folder, codec = resource_path(*VOICES_PATH), alaw()
    sounds: dict[str, PCM] = {}
    for name in sorted({sound for scenario in book.scenarios for sound in scenario.sounds}):
        try:
            sounds[name] = codec.decode(read_alaw_wav(folder / f"{name}.wav"))
        except (OSError, ValueError) as fault:
            raise EnvironmentFault("training_sound_unusable", name=name, reason=str(fault)) from fault
    return sounds


def main(argv: list[str] | None = None) -> int:
    """Phone until told to stop; returns the exit code."""
    arguments = parse_arguments(argv)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    with contextlib.ExitStack() as ending:
        try:
            book = load_scenarios()
            if arguments.list:
                _show(book)
                return 0
            exchange = _exchange(arguments)
            if exchange is not None:
                arguments.target = f"sip:112@{arguments.sip_host}:{arguments.exchange_port}"
            if not arguments.target:
                _complain("--target is missing")
                return 2
            if arguments.only and book.by_name(arguments.only) is None:
                _complain(f"no scenario {arguments.only}; --list shows them")
                return 2
            caller = _caller(arguments, book, load_sounds(book))
            caller.start()
            ending.callback(caller.stop)
            if exchange is not None:
                exchange.start()
                ending.callback(exchange.stop)
        except EnvironmentFault as fault:
            _complain(f"failed {fault.code} {fault.values}")
            return 1
        stop = threading.Event()
        _stop_on_signals(stop, watch_stdin=arguments.until_stdin_closes)
        _say(f"ready {caller.port}")
        _phone(arguments, book, caller, stop)
    return 0


def _phone(
    arguments: argparse.Namespace, book: ScenarioBook, caller: TrainingCaller, stop: threading.Event
) -> None:
    """Place calls until stopped or done; the last ones are let to their end."""
    traffic = Traffic(book, arguments.seed, time_factor=FAST_FACTOR if arguments.pace == "fast" else 1.0)
    only = book.by_name(arguments.only) if arguments.only else None
    placed = 0
    due_s = time.monotonic() + arguments.first_after
    while not stop.wait(_STEP_S):
        now_s = time.monotonic()
        busy = caller.busy
        is_done = bool(arguments.count) and placed >= arguments.count
        if is_done and not busy:
            return
        if is_done or len(busy) >= CALLS_AT_ONCE_MAX:
            continue
        scenario = None if only else traffic.due_again(now_s, busy)
        if scenario is None and now_s >= due_s:
            due_s = now_s + traffic.pause_s()
            scenario = traffic.next_scenario(busy) if only is None else only
        if scenario is not None and scenario.name not in busy:
            caller.call(scenario)
            traffic.note_call(scenario, now_s)
            placed += 1


def _caller(arguments: argparse.Namespace, book: ScenarioBook, sounds: Mapping[str, PCM]) -> TrainingCaller:
    return TrainingCaller(
        book,
        sounds,
        arguments.target,
        host=arguments.sip_host,
        port=arguments.sip_port,
        patience=Patience.fast() if arguments.pace == "fast" else Patience(),
    )


def _exchange(arguments: argparse.Namespace) -> ExchangePort | None:
    """Return what rings several desks; None for one desk."""
    if not arguments.desks:
        return None
    host: str = arguments.sip_host
    desks = [(host, int(port)) for port in arguments.desks.split(",")]
    return ExchangePort((host, arguments.exchange_port), desks, (host, arguments.sip_port))


def _show(book: ScenarioBook) -> None:
    total = sum(scenario.weight for scenario in book.scenarios)
    for scenario in book.scenarios:
        share = 100 * scenario.weight / total
        _say(f"{scenario.name:28} {scenario.group:10} {book.number_prefix}{scenario.number} {share:5.1f} %")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def _stop_on_signals(stop: threading.Event, *, watch_stdin: bool) -> None:
    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    if watch_stdin:

        def watch() -> None:
            while os.read(0, 4096):  # not sys.stdin: its lock would be held while the process ends
                pass
            stop.set()

        threading.Thread(target=watch, name="training-stdin", daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
