"""The words of ``set`` on the command line."""

from __future__ import annotations

import argparse


def add_set_parser(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare ``set``."""
    parser = commands.add_parser("set", help="write one value of the configuration (IT)")
    parser.add_argument("file", help="line.toml, catalog/limits.toml … as in docs/it/configuration.md")
    parser.add_argument("key", help="sip.ringing_max")
    parser.add_argument("value", nargs="?", help="left out for a password: it is asked for")
