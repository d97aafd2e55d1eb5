"""The commands of setup on the command line; what they do is loaded only when one is given."""

from __future__ import annotations

import argparse
from pathlib import Path

from batola_desk.app.commands.set_arguments import add_set_parser
from batola_desk.app.commands.update_arguments import add_update_parser


def add_setup_parsers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``configure``, ``set``, ``close`` and ``update``."""
    configure = commands.add_parser("configure", help="write this machine's configuration (Windows, IT)")
    todo = configure.add_mutually_exclusive_group()
    todo.add_argument("--check", action="store_true", help="only say whether it would be right")
    todo.add_argument("--undo", action="store_true", help="put back what was there before the last time")
    todo.add_argument("--keep", action="store_true", help="the last time's files stay")
    configure.add_argument("--root", type=Path, help="the machine's folder (default: ProgramData)")
    configure.add_argument(
        "words", nargs="*", help="/WORKSTATION=B /CONFIG=file … as the installer takes them"
    )
    close = commands.add_parser("close", help="ask the open desk to close; refused while a call lives")
    close.add_argument("--limit", type=float, default=30.0, help="seconds to wait")
    close.add_argument("--reopen", action="store_true", help="setup comes; the desk opens again after it")
    add_set_parser(commands)
    add_update_parser(commands)


def run_setup(arguments: argparse.Namespace) -> int:
    """Run one of them, or ``doctor --installed``; the exit code is one of ``setup_words.Code``."""
    from batola_desk.app.doctor.checks import home_of

    if arguments.command == "configure":
        from batola_desk.app.commands.configure import run_configure

        return run_configure(arguments)
    if arguments.command == "set":
        from batola_desk.app.commands.set_setting import run_set

        return run_set(arguments, home_of(arguments.home))
    if arguments.command == "close":
        from batola_desk.app.commands.close import run_close

        return run_close(home_of(arguments.home), limit_s=arguments.limit, opens_again=arguments.reopen)
    if arguments.command == "update":
        from batola_desk.app.commands.update import run_update

        return run_update(arguments, home_of(arguments.home))
    from batola_desk.app.doctor.installed import run_doctor_installed

    return run_doctor_installed(home_of(arguments.home))
