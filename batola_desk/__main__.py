"""`batola-desk`: the desk, its training demo, its doctor, the check of its journal, the shared database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from batola_desk import __version__

if TYPE_CHECKING:
    from batola_desk.services.first_start import SetupPort
    from batola_desk.services.seat_views import StatusView
    from batola_desk.settings.paths import DeskPaths
    from batola_desk.settings.store import SettingsStore


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
    check = commands.add_parser(
        "verify", help="fold the journal anew and compare; exit code 1 or 2 on trouble"
    )
    check.add_argument("--repair", action="store_true", help="rebuild the lists when only they differ")
    check.add_argument("--seals", type=Path, help="compare the seals of a printed incident report instead")
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
    from batola_desk.app.commands.avl import add_avl_parser
    from batola_desk.app.commands.backup_arguments import add_backup_parsers
    from batola_desk.app.commands.intake import add_intake_parser
    from batola_desk.app.commands.map_arguments import add_map_parser
    from batola_desk.app.commands.secretariat_arguments import add_parser, add_project_parser
    from batola_desk.app.commands.setup_arguments import add_setup_parsers
    from batola_desk.app.doctor.report import add_doctor_parser

    add_doctor_parser(commands)
    add_setup_parsers(commands)
    add_backup_parsers(commands)
    add_avl_parser(commands)
    add_intake_parser(commands)
    add_map_parser(commands)
    add_parser(commands)
    add_project_parser(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    arguments = build_parser().parse_args(argv)
    is_rehearsal = arguments.command == "doctor" and arguments.installed
    if arguments.command in {"configure", "set", "close", "update"} or is_rehearsal:
        from batola_desk.app.commands.setup_arguments import run_setup

        return run_setup(arguments)
    if arguments.command == "doctor":
        from batola_desk.app.doctor.checks import home_of
        from batola_desk.app.doctor.report import run_doctor

        return run_doctor(arguments, home_of(arguments.home))
    if arguments.command in {"backup", "restore", "backup-drill", "retention"}:
        from batola_desk.app.commands.backup_arguments import run_backup_command

        return run_backup_command(arguments)
    if arguments.command == "verify":
        return _verify(arguments)
    if arguments.command == "rescue-facts":
        from batola_desk.app.commands.rescue import run_rescue
        from batola_desk.app.doctor.checks import home_of

        journal = home_of(arguments.home).journal
        return run_rescue(arguments.places, journal, any_room=arguments.other_room)
    if arguments.command == "new-origin":
        from batola_desk.app.commands.new_origin import run_new_origin
        from batola_desk.app.doctor.checks import home_of
        from batola_desk.settings.store import SettingsStore

        paths = home_of(arguments.home)
        return run_new_origin(paths, desk=SettingsStore.of(paths).text("desk.letter"))
    if arguments.command == "verify-recordings":
        return _verify_recordings(arguments.home, deep=not arguments.local)
    if arguments.command in {"tide", "map"}:
        return _run_of_map(arguments)
    if arguments.command in {"avl", "intake"}:
        return _run_listener(arguments)
    if arguments.command in {"secretariat", "project"}:
        return _run_of_room(arguments)
    if arguments.command in {"demo", "demo-two"}:
        return _run_demo(arguments)
    from batola_desk.app.desk_process import RegistryUse, run_desk
    from batola_desk.app.settings.desk import open_list_book, open_settings_book
    from batola_desk.site_policy import site_files

    return run_desk(
        home=arguments.home,
        sip_host=arguments.sip_host,
        sip_port=arguments.sip_port,
        training_peer=arguments.training_peer,
        place=arguments.place,
        registry=RegistryUse(site_files, open_settings_book, open_list_book),
        make_setup=None if arguments.training_peer else _machine_setup,
    )


def _machine_setup(
    paths: DeskPaths, settings: SettingsStore, status: Callable[[], StatusView], has_history: bool
) -> SetupPort:
    """Screen and line meet here: the wizard asks the exchange as the line would. Loaded when it is opened."""
    from batola_desk.app.first_start.desk import MachineSetup

    return MachineSetup(paths, settings, status, has_history=has_history)


def _run_demo(arguments: argparse.Namespace) -> int:
    if arguments.command == "demo":
        from batola_desk.app.demo.one_desk import run_demo

        return run_demo(arguments)
    from batola_desk.app.demo.two_desks import run_demo_two

    return run_demo_two(arguments)


def _run_listener(arguments: argparse.Namespace) -> int:
    from batola_desk.app.doctor.checks import home_of

    if arguments.command == "avl":
        from batola_desk.app.commands.avl import run_avl

        return run_avl(arguments, home_of(arguments.home))
    from batola_desk.app.commands.intake import run_intake

    return run_intake(arguments, home_of(arguments.home))


def _run_of_room(arguments: argparse.Namespace) -> int:
    from batola_desk.app.doctor.checks import home_of

    if arguments.command == "secretariat":
        from batola_desk.app.commands.secretariat import run_secretariat

        return run_secretariat(arguments, home_of(arguments.home))
    from batola_desk.app.commands.project import run_project

    return run_project(arguments, home_of(arguments.home))


def _run_of_map(arguments: argparse.Namespace) -> int:
    from batola_desk.app.doctor.checks import home_of

    paths = home_of(arguments.home)
    if arguments.command == "tide":
        from batola_desk.app.commands.tide import run_tide

        return run_tide(arguments.task, getattr(arguments, "file", None), paths)
    if arguments.task == "layers":
        from batola_desk.app.commands.map_layers import run_layers
        from batola_desk.settings.store import SettingsStore

        letter = SettingsStore.of(paths).text("desk.letter")
        return run_layers(arguments, paths.journal, desk=letter)
    if arguments.task in {"publish", "published", "unpublish"}:
        from batola_desk.app.commands.map_publish import run_map_publishing

        return run_map_publishing(arguments, paths)
    from batola_desk.app.commands.map import run_map

    return run_map(arguments, paths)


def _verify(arguments: argparse.Namespace) -> int:
    from batola_desk.app.commands.verify import run_verify
    from batola_desk.app.commands.verify_seals import run_verify_seals
    from batola_desk.app.doctor.checks import home_of

    journal = home_of(arguments.home).journal
    if arguments.seals is not None:
        return run_verify_seals(journal, arguments.seals)
    return run_verify(journal, repair=arguments.repair)


def _verify_recordings(home: Path | None, *, deep: bool) -> int:
    from batola_desk.app.commands.verify_recordings import UNREADABLE, run_verify_recordings
    from batola_desk.app.doctor.checks import home_of
    from batola_desk.domain.errors import EnvironmentFault
    from batola_desk.interop.recording_store.config import build_store
    from batola_desk.interop.recording_store.port import StoreFault
    from batola_desk.site_policy import load_line

    paths = home_of(home)
    try:
        store = build_store(load_line(paths).store, may_prepare=False)
    except (EnvironmentFault, StoreFault) as fault:
        print(f"line.toml: {fault}")
        return UNREADABLE
    return run_verify_recordings(paths.journal, paths.recordings, store, deep=deep)


if __name__ == "__main__":
    sys.exit(main())
