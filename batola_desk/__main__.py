"""`batola-desk`: the desk, its training demo, its doctor, the check of its journal, the shared database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from batola_desk import __version__


def build_parser() -> argparse.ArgumentParser:
    """Return the command line."""
    parser = argparse.ArgumentParser(prog="batola-desk", description="Meja 112 Batola")
    parser.add_argument("--version", action="version", version=f"batola-desk {__version__}")
    parser.add_argument("--home", type=Path, help="put configuration, data and log below this folder")
    parser.add_argument("--sip-host", default=None, help="address the line listens on")
    parser.add_argument("--sip-port", type=int, default=None, help="port the line listens on")
    parser.add_argument("--training-peer", default=None, help="host:port of the training caller (LATIHAN)")
    parser.add_argument("--place", choices=("left", "right"), default=None, help="half of the screen to take")
    commands = parser.add_subparsers(dest="command")
    demos = (
        commands.add_parser("demo", help="the desk with the training caller (LATIHAN)"),
        commands.add_parser("demo-two", help="two desks, their shared database, one caller (LATIHAN)"),
    )
    for demo in demos:
        demo.add_argument("--pace", choices=("normal", "fast"), default="normal", help="how often it rings")
        demo.add_argument("--seed", type=int, default=None, help="the same callers in the same order")
        demo.add_argument("--fresh", action="store_true", help="forget earlier demo runs")
    doctor = commands.add_parser(
        "doctor", help="look at everything a desk needs; exit code 1 if something is wrong"
    )
    doctor.add_argument("--audio", action="store_true", help="also test headset, microphone and loudspeaker")
    check = commands.add_parser(
        "verify", help="fold the journal anew and compare; exit code 1 or 2 on trouble"
    )
    check.add_argument("--repair", action="store_true", help="rebuild the lists when only they differ")
    rescue = commands.add_parser(
        "rescue-facts",
        help="take the unsent facts of a dead desk from its copies; exit code 1 if some are bad",
    )
    rescue.add_argument(
        "--other-room", action="store_true", help="also facts written for a room with another name"
    )
    rescue.add_argument("places", nargs="+", type=Path, help="*.facts files, or folders with them")
    commands.add_parser("new-origin", help="give a copied journal file a name of its own; the room is asked")
    recordings = commands.add_parser(
        "verify-recordings", help="compare every recording with its seal; exit code 1 or 2 on trouble"
    )
    recordings.add_argument(
        "--local", action="store_true", help="only the files here; the store is not asked"
    )
    tide = commands.add_parser("tide", help="the tide table (CSV: station,time,level_m) of this desk")
    tide_tasks = tide.add_subparsers(dest="task", required=True)
    tide_tasks.add_parser(
        "import", help="take a table into use; a bad row is named with its line"
    ).add_argument("file", type=Path)
    tide_tasks.add_parser("info", help="what is in use, and the level now")
    tide_tasks.add_parser("remove", help="show no tide any more")
    from batola_desk.avl_command import add_avl_parser
    from batola_desk.map_arguments import add_map_parser
    from batola_desk.secretariat_arguments import add_parser, add_project_parser

    add_avl_parser(commands)
    add_map_parser(commands)
    add_parser(commands)
    add_project_parser(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = build_parser().parse_args(argv)
    if arguments.command == "doctor":
        from batola_desk.doctor import home_of, print_report

        return print_report(home_of(arguments.home), with_sound=arguments.audio)
    if arguments.command == "verify":
        from batola_desk.doctor import home_of
        from batola_desk.verify_command import run_verify

        return run_verify(home_of(arguments.home).journal, repair=arguments.repair)
    if arguments.command == "rescue-facts":
        from batola_desk.doctor import home_of
        from batola_desk.rescue_command import run_rescue

        journal = home_of(arguments.home).journal
        return run_rescue(arguments.places, journal, any_room=arguments.other_room)
    if arguments.command == "new-origin":
        from batola_desk.doctor import home_of
        from batola_desk.new_origin_command import run_new_origin
        from batola_desk.settings.store import SettingsStore

        paths = home_of(arguments.home)
        return run_new_origin(paths, desk=SettingsStore(paths.config / "settings.toml").text("desk.letter"))
    if arguments.command == "verify-recordings":
        return _verify_recordings(arguments.home, deep=not arguments.local)
    if arguments.command in {"tide", "avl", "map"}:
        return _run_of_map(arguments)
    if arguments.command == "secretariat":
        from batola_desk.secretariat_command import run_secretariat

        return run_secretariat(arguments)
    if arguments.command == "project":
        from batola_desk.doctor import home_of
        from batola_desk.project_command import run_project

        return run_project(arguments, home_of(arguments.home))
    if arguments.command == "demo":
        from batola_desk.demo import run_demo

        return run_demo(arguments)
    if arguments.command == "demo-two":
        from batola_desk.demo_two import run_demo_two

        return run_demo_two(arguments)
    from batola_desk.app import run_desk

    return run_desk(
        home=arguments.home,
        sip_host=arguments.sip_host,
        sip_port=arguments.sip_port,
        training_peer=arguments.training_peer,
        place=arguments.place,
    )


def _run_of_map(arguments: argparse.Namespace) -> int:
    from batola_desk.doctor import home_of

    paths = home_of(arguments.home)
    if arguments.command == "tide":
        from batola_desk.tide_command import run_tide

        return run_tide(arguments.task, getattr(arguments, "file", None), paths)
    if arguments.command == "avl":
        from batola_desk.avl_command import run_avl

        return run_avl(arguments, paths)
    if arguments.task == "layers":
        from batola_desk.map_layers_command import run_layers
        from batola_desk.settings.store import SettingsStore

        letter = SettingsStore(paths.config / "settings.toml").text("desk.letter")
        return run_layers(arguments, paths.journal, desk=letter)
    from batola_desk.map_command import run_map

    return run_map(arguments, paths)


def _verify_recordings(home: Path | None, *, deep: bool) -> int:
    from batola_desk.doctor import home_of
    from batola_desk.domain.errors import EnvironmentFault
    from batola_desk.engine.config import CONFIG_NAME, load_settings
    from batola_desk.interop.recording_store.config import build_store
    from batola_desk.interop.recording_store.port import StoreFault
    from batola_desk.verify_recordings_command import UNREADABLE, run_verify_recordings

    paths = home_of(home)
    try:
        store = build_store(load_settings(paths.config / CONFIG_NAME).store, may_prepare=False)
    except (EnvironmentFault, StoreFault) as fault:
        print(f"line.toml: {fault}")
        return UNREADABLE
    return run_verify_recordings(paths.journal, paths.recordings, store, deep=deep)


if __name__ == "__main__":
    sys.exit(main())
