"""`batola-desk project`: the small service that fills the reports, on any always-on machine of the centre."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import signal
import sys
import time
from typing import Final

from batola_desk.app.commands.command_words import in_short, tell_fault, tell_file_fault
from batola_desk.app.commands.secretariat import DONE, REFUSED, WARNED, read_password
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_policy import site_files
from batola_desk.sync.address import parse_address
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.reports.projector import AlreadyFilled, Projector, Wish

SAID_EVERY_S: Final = 10.0


def run_project(arguments: argparse.Namespace, paths: DeskPaths) -> int:
    """Run until told to stop; exit code 0 done, 1 another copy fills the reports, 3 refused."""
    _stop_like_ctrl_c()
    try:
        address = parse_address(arguments.url)
        loaded = site_files(paths).catalog()
        for warning in loaded.faults:
            print(f"!   {warning}")
        projector = Projector(address, address.user, _password(arguments), loaded.catalog, _Speaker().tell)
        wish = Wish(once=arguments.once, rebuild=arguments.rebuild, standby=arguments.standby)
        asyncio.run(projector.run(wish))
        print("OK  laporan mutakhir")  # only with --once does it end by itself
    except AlreadyFilled as other:
        print(f"!   laporan sudah diisi salinan lain di {other.host}; berhenti (--standby menunggu)")
        return WARNED
    except EnvironmentFault as fault:
        tell_fault(fault)
        return REFUSED
    except OSError as fault:
        tell_file_fault(fault)
        return REFUSED
    except KeyboardInterrupt:
        print("berhenti")
    return DONE


class _Speaker:
    """Says what happens, not more than every some seconds: places in the history, never what is in it."""

    def __init__(self) -> None:
        self._said_at = time.monotonic()
        self._fault: object = None

    def tell(self, what: str, value: object) -> None:
        """Print one line."""
        now = time.monotonic()
        if what == "applied" and now - self._said_at < SAID_EVERY_S:
            return
        if what == "fault" and value == self._fault:
            return
        self._fault = value if what == "fault" else None
        self._said_at = now
        words = in_short(str(value)) if what == "fault" else value
        what = "first" if what == "rebuild" and not value else what
        print(_WORDS[what].format(value=words), flush=True)


_WORDS: Final = {
    "began": "OK  mengisi laporan",
    "applied": "    laporan sampai fakta {value}",
    "first": "    laporan disusun dari awal",
    "rebuild": "!   laporan disusun ulang dari awal (tadinya sampai fakta {value})",
    "waiting": "    salinan lain mengisi laporan; menunggu",
    "fault": "!   {value} Mencoba lagi.",
    "lost": "!   salinan lain mengambil alih",
}


def _password(arguments: argparse.Namespace) -> str:
    if arguments.password_file is not None:
        return read_password(arguments.password_file)
    if not sys.stdin.isatty():
        raise SecretariatFault("secretariat_password_needed")
    return getpass.getpass("Sandi: ")


def _stop_like_ctrl_c() -> None:
    """A service manager's "stop" gives the lease back as Ctrl+C does."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever started us may have switched it off
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
