"""How the answers of the first start are tried and written.

The files are those of the installer, drafted, checked and written by the same hands (``machine_config``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from batola_desk.app.first_start.checks import (
    Surroundings,
    check_letter,
    check_line,
    check_map,
    check_room,
)
from batola_desk.app.setup import machine_config
from batola_desk.app.setup.configure_options import Answers
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.services.first_start import LETTER, LINE, MAP, ROOM, SetupDraft, Verdict
from batola_desk.services.seat_views import StatusView
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.secrets import SecretFault
from batola_desk.settings.store import LockedSettingError, SettingsStore
from batola_desk.settings.toml_file import read_toml

NOT_YET = "-"  # stands for a typed password while a draft is only tried: that one never touches the disk


class MachineSetup:
    """Implements ``services.first_start.SetupPort`` on this machine's folders.

    Args:
        status: of the running desk: what it holds itself must not be mistaken for somebody else.
        has_history: it has worked here before.
    """

    def __init__(
        self,
        paths: DeskPaths,
        settings: SettingsStore,
        status: Callable[[], StatusView],
        *,
        has_history: bool = False,
    ) -> None:
        self._paths = paths
        self._settings = settings
        self._status = status
        self._has_history = has_history
        of_room = _table(self._document("secretariat"), "secretariat")  # as the running desk read it
        own = f"meja_{settings.text('desk.letter').lower()}"
        self._room_login = str(of_room.get("login", own)) if of_room else ""

    def current(self) -> SetupDraft:
        """What the files say now; a file that cannot be read says nothing."""
        room, line = self._document("secretariat"), self._document("line")
        of_room, sip = _table(room, "secretariat"), _table(line, "sip")
        port = sip.get("sip_port")
        hosts = of_room.get("hosts")
        return SetupDraft(
            letter=self._settings.text("desk.letter"),
            room_hosts=", ".join(map(str, hosts)) if isinstance(hosts, list) else "",
            room_database=str(of_room.get("database", "")),
            room_login=str(of_room.get("login", "")),
            room_ca=str(_table(room, "tls").get("ca", "")),
            room_verify=str(_table(room, "tls").get("verify", "")),
            sip_registrar=str(sip.get("registrar", "")),
            sip_user=str(sip.get("user", "")),
            sip_auth_user=str(sip.get("auth_user", "")),
            sip_proxy=str(sip.get("outbound_proxy", "")),
            sip_port=str(port) if port is not None else "",
            sip_ca=str(_table(line, "tls").get("ca_file", "")),
            headset_output=self._settings.text("audio.headset_output"),
            headset_input=self._settings.text("audio.headset_input"),
            loudspeaker=self._settings.text("audio.loudspeaker"),
            map_source=self._settings.text("map.pack_folder"),
        )

    def has_password(self, page: str) -> bool:
        """Whether a password is stored; it is not looked at."""
        if page == ROOM:
            return bool(_table(self._document("secretariat"), "secretariat").get("password_file"))
        return page == LINE and bool(_table(self._document("line"), "sip").get("password"))

    async def check(self, page: str, draft: SetupDraft) -> Sequence[Verdict]:
        """Try a page for real; the answer to a typed password comes from the server, not from us."""
        around = self._surroundings()
        if page == LETTER:
            return check_letter(draft, around)
        if page == MAP:
            return await asyncio.to_thread(check_map, draft, self._paths.map_packs)
        tried = answers_of(draft, [page], hide_secrets=True)
        has_password = self.has_password(page)
        if page == ROOM:
            return await check_room(self._paths.config, draft, tried, around, has_password=has_password)
        return await asyncio.to_thread(check_line, self._paths.config, draft, tried, around)

    async def save(self, draft: SetupDraft, pages: Sequence[str]) -> None:
        """Write these pages: all files or none."""
        await asyncio.to_thread(self._write, answers_of(draft, pages))

    def _write(self, answers: Answers) -> None:
        config = self._paths.config
        try:
            made = machine_config.draft(config, answers)
        except (EnvironmentFault, SecretFault) as fault:
            raise OperatorError("setup_refused", **_key_and_allowed(fault)) from fault
        try:
            machine_config.write(config, made)
            self._adopt(answers.documents.get("settings", {}))
        except LockedSettingError as locked:
            machine_config.undo(config)
            raise OperatorError("setting_locked", key=str(locked)) from locked
        except OSError as fault:
            machine_config.undo(config)
            raise OperatorError("setup_not_saved", reason=fault.strerror or "?") from fault
        machine_config.keep(config)

    def _adopt(self, tables: Mapping[str, Mapping[str, Any]]) -> None:
        """Where settings and choices are one file, the running desk would write its old values over it."""
        if self._paths.choices != self._paths.config:
            return
        for section, values in tables.items():
            for name, value in values.items():
                self._settings.set(f"{section}.{name}", value)

    def _surroundings(self) -> Surroundings:
        status = self._status()
        user, _, place = status.line_address.removeprefix("sip:").rpartition("@")
        port = place.rpartition(":")[2]
        return Surroundings(
            letter=status.desk_letter,
            has_history=self._has_history,
            room_login=self._room_login,
            sip_port=int(port) if port.isdigit() else 0,
            registered_user=user if status.line_mode == "registered" else "",
        )

    def _document(self, name: str) -> dict[str, Any]:
        path = self._paths.config / machine_config.FILES[name]
        try:
            return read_toml(path).data if path.exists() else {}
        except ConfigError:
            return {}


def answers_of(draft: SetupDraft, pages: Sequence[str], *, hide_secrets: bool = False) -> Answers:
    """Put what was typed where the installer would put it.

    Args:
        hide_secrets: a mark instead of each typed password.
    """
    answers = Answers()
    if LETTER in pages:
        answers.put("settings", "desk", "letter", draft.letter.strip().upper())
    if ROOM in pages:
        _put_room(draft, answers, hide_secrets=hide_secrets)
    if LINE in pages:
        _put_line(draft, answers, hide_secrets=hide_secrets)
    if MAP in pages:
        folder = draft.map_source.strip() if Path(draft.map_source.strip()).is_dir() else ""
        answers.put("settings", "map", "pack_folder", folder)
    return answers


def _put_room(draft: SetupDraft, answers: Answers, *, hide_secrets: bool) -> None:
    hosts = [place.strip() for place in draft.room_hosts.split(",") if place.strip()]
    login = draft.room_login.strip() or f"meja_{draft.letter.strip().lower()}"
    for key, value in (("hosts", hosts), ("database", draft.room_database.strip()), ("login", login)):
        answers.put("secretariat", "secretariat", key, value)
    if draft.room_password:
        password = NOT_YET if hide_secrets else draft.room_password
        answers.put("secretariat", "secretariat", "password", password)
    ca = draft.room_ca.strip()
    answers.put("secretariat", "tls", "ca", ca)
    # Whoever names an authority wants it asked, also on this machine.
    answers.put("secretariat", "tls", "verify", draft.room_verify or ("verify-full" if ca else ""))


def _put_line(draft: SetupDraft, answers: Answers, *, hide_secrets: bool) -> None:
    texts = {
        "registrar": as_uri(draft.sip_registrar),
        "user": draft.sip_user.strip(),
        "auth_user": draft.sip_auth_user.strip(),
        "outbound_proxy": as_uri(draft.sip_proxy),
    }
    for key, text in texts.items():
        if text or key != "user":
            answers.put("line", "sip", key, text)
    if draft.sip_password:
        answers.put("line", "sip", "password", NOT_YET if hide_secrets else draft.sip_password)
    port = draft.sip_port.strip()
    if port:
        answers.put("line", "sip", "sip_port", int(port) if port.isascii() and port.isdigit() else port)
    answers.put("line", "tls", "ca_file", draft.sip_ca.strip())


def as_uri(text: str) -> str:
    """``pbx.112.batola`` is what people write; the line wants ``sip:pbx.112.batola``."""
    text = text.strip()
    return text if not text or text.lower().startswith(("sip:", "sips:")) else f"sip:{text}"


def _key_and_allowed(fault: Exception) -> dict[str, object]:
    """File, key and what is allowed; the value found may be a secret and is not repeated."""
    values = fault.values if isinstance(fault, EnvironmentFault) else {}
    name = Path(str(values.get("file", ""))).name
    return {
        "key": " ".join(word for word in (name, str(values.get("key", ""))) if word),
        "allowed": values.get("allowed", "") or str(fault),
    }


def _table(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    table = document.get(name, {})
    return table if isinstance(table, dict) else {}
