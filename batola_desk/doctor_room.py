"""What `batola-desk doctor` finds out about the secretariat: the file, the way there, the machine's login."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from batola_desk.doctor import Finding
from batola_desk.doctor_copies import copy_findings
from batola_desk.settings.paths import DeskPaths
from batola_desk.sync.config import CONFIG_NAME, RoomSettings, load_room_settings
from batola_desk.sync.faults import SecretariatFault
from batola_desk.sync.postgres import connect
from batola_desk.sync.secretariat import Greeting
from batola_desk.sync.status import rules_fault
from batola_desk.ui import labels


def room_findings(paths: DeskPaths, *, desk: str) -> Iterator[Finding]:
    """Sign on as the machine and leave. Nothing here is worse than a warning: a desk goes on alone."""
    try:
        settings = load_room_settings(paths.config / CONFIG_NAME, desk=desk)
        if settings is None:
            yield Finding("sekretariat", "ok", f"meja tunggal (tanpa {CONFIG_NAME})")
            return
        if settings.password_is_open:
            yield Finding("sekretariat", "warn", "berkas sandi bisa dibaca orang lain: chmod 600")
        yield from copy_findings(settings, paths.data, desk=desk)
        greeting, count = asyncio.run(_look(settings, desk))
    except SecretariatFault as fault:
        code = labels.machine_code(fault.code)
        yield Finding("sekretariat", "warn", " ".join(labels.error_words(code, fault.values)))
        return
    rules = rules_fault(greeting)
    if rules is not None:
        yield Finding("sekretariat", "warn", " ".join(labels.error_words(rules.code, rules.values)))
    yield Finding(
        "sekretariat", "ok", f"{settings.machine.login} masuk di {greeting.host}; {count} catatan di ruang"
    )


async def _look(settings: RoomSettings, desk: str) -> tuple[Greeting, int]:
    joined = await connect(settings.address, settings.machine.login, settings.machine.password)
    try:
        if joined.greeting.desk != desk:
            raise SecretariatFault("secretariat_not_a_machine")
        return joined.greeting, (await joined.head()).seq
    finally:
        joined.terminate()
