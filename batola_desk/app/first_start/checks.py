"""The tests behind the pages of the first start: the real server, exchange and file are asked, nothing is
written, and a typed password goes nowhere but to the one that it is for.
"""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from batola_desk.app.doctor.line import port_findings
from batola_desk.app.setup import machine_config
from batola_desk.app.setup.configure_options import Answers
from batola_desk.domain.errors import EnvironmentFault
from batola_desk.engine.account_view import failure_code
from batola_desk.engine.config import CONFIG_NAME as LINE_NAME
from batola_desk.engine.config import LineSettings, load_settings
from batola_desk.map.pack.copying import newest_pack, verify_pack
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from batola_desk.services.first_start import Level, SetupDraft, Verdict
from batola_desk.sync.address import Host
from batola_desk.sync.config import CONFIG_NAME as ROOM_NAME
from batola_desk.sync.config import RoomSettings, load_room_settings
from batola_desk.sync.driver_faults import asked
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.postgres import PostgresSecretariat, connect
from batola_desk.sync.status import rules_fault
from batola_desk.telephony.leg_types import RegistrationState
from batola_desk.telephony.registrar_question import ask_registrar
from batola_desk.telephony.uri import SIPUri

REACH_LIMIT_S: Final = 3.0
ANSWER_LIMIT_S: Final = 5.0
# Where the line's own words send people to a file, the page has the field before them.
_ON_THIS_PAGE: Final = {
    "registration_401": "setup_sip_password",
    "registration_407": "setup_sip_password",
    "line_name_unknown": "setup_host_unknown",
    "line_no_answer": "setup_sip_silent",
}
_LETTER: Final = re.compile(r"[A-Z]")

# Sessions of one's own login are seen whole. Younger ones may be a test like this one.
_SAME_LOGIN: Final = """
    select count(*) from pg_stat_activity
     where usename = session_user and pid <> pg_backend_pid()
       and backend_start < clock_timestamp() - interval '5 s'
       and not ($1 and client_addr is not distinct from inet_client_addr())
"""
# LIMIT: the last shift or so; a letter that nobody used for longer belongs to nobody.
_LETTER_AT_WORK: Final = """
    select count(*) from (select desk from api.journal where stream_id = 1 order by seq desc limit 2000) j
     where desk = $1
"""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the running desk itself holds, so that it is not mistaken for somebody else.

    Attributes:
        letter: under which this desk has worked since it was opened.
        has_history: there are tickets of this desk on this machine.
        room_login: its machine's login in the room; "" = it stands alone.
        sip_port: of its line; 0 = the line is down.
        registered_user: its account at the exchange; "" = not registered.
    """

    letter: str = "A"
    has_history: bool = False
    room_login: str = ""
    sip_port: int = 0
    registered_user: str = ""


def check_letter(draft: SetupDraft, around: Surroundings) -> Sequence[Verdict]:
    """Whether it is a letter; whether anybody else has it only the room knows (``check_room``)."""
    letter = draft.letter.strip().upper()
    if not _LETTER.fullmatch(letter):
        return [Verdict(Level.STOP, "setup_letter_none")]
    if around.has_history and letter != around.letter:
        return [Verdict(Level.ODD, "setup_letter_changes", {"old": around.letter, "letter": letter})]
    return [Verdict(Level.GOOD, "setup_letter_good", {"letter": letter})]


async def check_room(
    config: Path, draft: SetupDraft, tried: Answers, around: Surroundings, *, has_password: bool
) -> Sequence[Verdict]:
    """Sign on as this desk's machine, and look whether another desk is there under its name."""
    letter = draft.letter.strip().upper()
    if not draft.room_hosts.strip() or not draft.room_database.strip():
        return [Verdict(Level.STOP, "setup_room_incomplete")]
    if not draft.room_password and not has_password:
        return [Verdict(Level.STOP, "setup_password_missing")]
    try:
        made = machine_config.draft(config, tried)
        with machine_config.laid_out(config, made.files) as folder:
            settings = load_room_settings(folder / ROOM_NAME, desk=letter)
            assert settings is not None
            if draft.room_password:
                settings = replace(settings, machine=replace(settings.machine, password=draft.room_password))
            return await _ask_room(settings, letter, around)
    except EnvironmentFault as fault:
        if fault.code == "secretariat_unreachable" and settings_hosts(draft):
            return [await _why_unreachable(settings_hosts(draft))]
        if fault.code in {"secretariat_config", "config_invalid", "line_config_unusable"}:
            return [_bad_value(fault)]
        return [Verdict(Level.BAD, fault.code, dict(fault.values))]


async def _ask_room(settings: RoomSettings, letter: str, around: Surroundings) -> Sequence[Verdict]:
    login = settings.machine.login
    joined = await connect(settings.address, login, settings.machine.password)
    try:
        if joined.greeting.desk != letter:
            values = {"login": login, "letter": letter, "other": joined.greeting.desk or "–"}
            return [Verdict(Level.BAD, "setup_not_this_desk", values)]
        return await _look_around(joined, letter, is_own=around.room_login == login)
    finally:
        joined.terminate()


async def _look_around(joined: PostgresSecretariat, letter: str, *, is_own: bool) -> Sequence[Verdict]:
    found: list[Verdict] = []
    others = await asked(joined.connection.fetchval(_SAME_LOGIN, is_own), ANSWER_LIMIT_S)
    if others:
        return [Verdict(Level.STOP, "setup_letter_taken", {"letter": letter})]
    if not is_own and await asked(joined.connection.fetchval(_LETTER_AT_WORK, letter), ANSWER_LIMIT_S):
        found.append(Verdict(Level.ODD, "setup_letter_used", {"letter": letter}))
    rules = rules_fault(joined.greeting)
    if rules is not None:
        found.append(Verdict(Level.ODD, rules.code, dict(rules.values)))
    head = await joined.head()
    values = {"login": joined.greeting.login, "host": joined.greeting.host, "count": head.seq}
    return [Verdict(Level.GOOD, "setup_room_good", values), *found]


def settings_hosts(draft: SetupDraft) -> tuple[Host, ...]:
    """The servers as typed; empty when they cannot be meant."""
    from batola_desk.sync.address import parse_host

    try:
        return tuple(parse_host(part.strip()) for part in draft.room_hosts.split(",") if part.strip())
    except SecretariatFault:
        return ()


async def _why_unreachable(hosts: Sequence[Host]) -> Verdict:
    """The driver says only that nothing came of it; a person wants to know which word to mend."""
    for host in hosts:
        values = {"host": host.name, "port": host.port}
        try:
            async with asyncio.timeout(REACH_LIMIT_S):
                _reader, writer = await asyncio.open_connection(host.name, host.port)
        except socket.gaierror:
            return Verdict(Level.BAD, "setup_host_unknown", values)
        except ConnectionRefusedError:
            return Verdict(Level.BAD, "setup_host_refuses", values)
        except OSError:  # also TimeoutError
            return Verdict(Level.BAD, "setup_host_silent", values)
        writer.close()
    return Verdict(Level.BAD, "secretariat_unreachable")


def check_line(config: Path, draft: SetupDraft, tried: Answers, around: Surroundings) -> Sequence[Verdict]:
    """Whether the port is free, and whether the exchange knows the account. Blocks some seconds."""
    if draft.sip_registrar.strip() and not draft.sip_user.strip():
        return [Verdict(Level.STOP, "setup_user_missing")]
    try:
        if load_settings(config / LINE_NAME).accounts:
            return [Verdict(Level.STOP, "setup_accounts_by_hand")]
        made = machine_config.draft(config, tried)
        with machine_config.laid_out(config, made.files) as folder:
            settings = load_settings(folder / LINE_NAME)
            if draft.sip_password:
                settings = replace(settings, password=draft.sip_password)
            return [*_check_port(settings, around), *_ask_exchange(settings, around)]
    except EnvironmentFault as fault:
        return [_bad_value(fault)]


def _check_port(settings: LineSettings, around: Surroundings) -> Sequence[Verdict]:
    if settings.sip_port == around.sip_port:
        return []  # our own line has it
    for finding in port_findings(settings):
        if finding.level != "ok":
            code = "setup_port_taken" if finding.level == "warn" else "setup_address_foreign"
            return [Verdict(Level.BAD, code, {"port": settings.sip_port, "host": settings.sip_host})]
    return []


def _ask_exchange(settings: LineSettings, around: Surroundings) -> Sequence[Verdict]:
    if not settings.registrar:
        return [Verdict(Level.ODD, "setup_line_direct", {"port": settings.sip_port})]
    answer = ask_registrar(settings.line_config())
    status = answer.status
    if status.state is not RegistrationState.REGISTERED:
        code = failure_code(status)
        values = {"account": status.account, "sip_code": status.sip_code, "host": _host_of(settings)}
        return [Verdict(Level.BAD, _ON_THIS_PAGE.get(code, code), values)]
    found = [Verdict(Level.GOOD, "setup_line_good", {"user": settings.user, "way": status.way})]
    others = answer.contacts - (settings.user == around.registered_user)
    if others > 0 and not settings.is_shared:
        found.append(Verdict(Level.ODD, "setup_account_elsewhere", {"user": settings.user}))
    return found


def _host_of(settings: LineSettings) -> str:
    return SIPUri.parse(settings.outbound_proxy or settings.registrar).host


def check_map(draft: SetupDraft, store: Path) -> Sequence[Verdict]:
    """Read a pack, every row of it; of a folder, the newest in it. Blocks."""
    path = Path(draft.map_source.strip().strip('"')).expanduser()
    try:
        pack = newest_pack(path, PackStore(store)) if path.is_dir() else path
        if pack is None:
            return [Verdict(Level.ODD, "setup_map_folder_old", {"folder": path.name})]
        verify_pack(pack)
        opened = MapPack.open(pack)
    except MapPackFault as fault:
        return [Verdict(Level.STOP, fault.code, dict(fault.values))]
    meta = opened.meta
    opened.close()
    return [Verdict(Level.GOOD, "setup_map_good", {"name": meta.name, "date": meta.created[:10]})]


def _bad_value(fault: EnvironmentFault) -> Verdict:
    """What was found may be a secret and is not repeated."""
    key, allowed = fault.values.get("key", ""), fault.values.get("allowed", "")
    return Verdict(Level.STOP, "setup_value", {"key": key, "allowed": allowed})
