"""Neighbour desks on loopback with certificates of their own."""

from __future__ import annotations

from pathlib import Path

from batola_desk.models.journal import Journal
from batola_desk.sync.address import Host
from batola_desk.sync.neighbour_config import NeighbourSettings
from batola_desk.sync.neighbour_thread import NeighbourThread
from tests.support.certificates import Authority
from tests.support.ports import free_port

ADDRESSES = {"A": "127.0.0.1", "B": "127.0.0.2", "C": "127.0.0.3"}


class Neighbourhood:
    """Who may speak to whom."""

    def __init__(self, folder: Path, letters: str = "AB") -> None:
        self.authority = Authority(folder / "certificates")
        self.hosts = {letter: Host(ADDRESSES[letter], free_port()) for letter in letters}
        self.files = {
            letter: self.authority.issue(ADDRESSES[letter], file=f"meja_{letter}") for letter in letters
        }

    def settings(self, letter: str, *, keeps: bool = True) -> NeighbourSettings:
        files = self.files[letter]
        return NeighbourSettings(
            listen=self.hosts[letter] if keeps else None,
            certificate=files.certificate,
            key=files.key,
            authority=self.authority.ca_file,
            desks={other: host for other, host in self.hosts.items() if other != letter},
        )

    def toml(self, letter: str) -> str:
        """The section of secretariat.toml."""
        files, host = self.files[letter], self.hosts[letter]
        desks = "".join(f'{other} = "{host.name}:{host.port}"\n' for other, host in self.hosts.items())
        return (
            f'[neighbours]\nlisten = "{host.name}:{host.port}"\ncertificate = "{files.certificate}"\n'
            f'key = "{files.key}"\n[neighbours.desks]\n{desks}'
        )

    def thread(self, letter: str, journal: Journal, **options: bool) -> NeighbourThread:
        thread = NeighbourThread(
            self.settings(letter, **options), journal.store, journal.reader, desk=letter, at_once=lambda: True
        )
        thread.start()
        return thread
