"""Signed update packages in a folder, and a machine that only notes what it would start."""

from __future__ import annotations

import base64
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from batola_desk.updates.config import CONFIG_NAME
from batola_desk.updates.faults import UpdateFault
from batola_desk.updates.manifest import MARK, SIGNATURE_NAME, Manifest, Notes
from tools.update_package import make_package, public_text

INSTALLER = b"MZ an installer, small for a test\n" * 1000


def package(
    folder: Path,
    key: Ed25519PrivateKey,
    version: str = "0.2.0",
    *,
    content: bytes = INSTALLER,
    minimum: str = "0.1.0",
    days: int = 30,
    schema: str = "0001",
) -> Manifest:
    """Make a package with the makers' own tool."""
    folder.mkdir(parents=True, exist_ok=True)
    installer = folder / f"BatolaDesk-{version}-x64.exe"
    installer.write_bytes(content)
    notes = Notes(id="Peta lebih cepat.", en="A faster map.")
    return make_package(installer, key, folder, minimum=minimum, notes=notes, days=days, schema=schema)


def sign_words(folder: Path, key: Ed25519PrivateKey, words: bytes) -> None:
    """Sign other words than the tool would."""
    (folder / SIGNATURE_NAME).write_bytes(base64.b64encode(key.sign(MARK + words)))


def public_key(key: Ed25519PrivateKey) -> bytes:
    """Return the public half."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def write_config(config: Path, key: Ed25519PrivateKey, source: str = "") -> None:
    """Write ``update.toml``."""
    config.mkdir(parents=True, exist_ok=True)
    lines = ["[update]", f'public_keys = ["{public_text(key)}"]']
    lines += [f"source = '{source}'"] if source else []
    (config / CONFIG_NAME).write_text("\n".join(lines) + "\n", encoding="utf-8")


class MachineDouble:
    """A machine whose setups are started and do nothing."""

    def __init__(self, installed: str = "0.1.0", previous: str = "") -> None:
        self.installed = installed
        self.previous = previous
        self.started: list[Path | str] = []
        self.asked = 0
        self.fault = ""
        self.start_fault = ""

    def refuse_unable(self) -> None:
        """Refuse with the fault that the test has set."""
        if self.fault:
            raise UpdateFault(self.fault)

    def start_setup(self, installer: Path, log: Path) -> None:
        """Note it, and do what setup does first: it writes its log."""
        if self.start_fault:
            raise UpdateFault(self.start_fault, file=installer.name, why="x")
        self.started.append(installer)
        log.write_text(f"Batola Desk\r\n{installer.name}\r\n", encoding="utf-8")

    def start_rollback(self, log: Path) -> None:
        """Note it."""
        self.started.append("rollback")
        log.write_text("Batola Desk\r\n", encoding="utf-8")

    def ask_administrator(self) -> None:
        """Note it."""
        self.asked += 1
