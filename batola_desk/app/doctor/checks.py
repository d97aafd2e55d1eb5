"""`batola-desk doctor`: everything a desk needs is looked at, with what to do when it is missing.

The checks stand in the ``doctor_*`` modules beside this one; here is their order, and what one of them that
breaks costs: a finding. Sentences are made in ``ui.doctor_words``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from batola_desk.app.doctor import machine
from batola_desk.app.doctor.finding import Finding, fail
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.store import SettingsStore

Check = Callable[[DeskPaths], Iterator[Finding]]


@dataclass(frozen=True, slots=True)
class Wish:
    """What is looked at besides what disturbs nobody.

    Attributes:
        sound: play and record on the sound devices, about fifteen seconds; not beside a running line.
        call: register for a moment if the line is off, and dial the echo number; not while a call lives.
        say: told what a person is to do now, or hears, during the sound test.
    """

    sound: bool = False
    call: bool = False
    say: Callable[[str], None] = lambda _words: None


def checks(wish: Wish) -> Sequence[tuple[str, Check]]:
    """Return name and function of everything that is looked at, in order."""
    found: list[tuple[str, Check]] = [
        ("versions", machine.versions),
        ("folders", machine.folders),
        ("disk", machine.disk),
        ("configuration", machine.configuration),
        ("journal", machine.journal),
        ("backups", _backups),
        ("sound", machine.audio),
        ("prompts", _prompts),
        ("line", lambda paths: _line(paths, call=wish.call)),
        ("recordings", _recording_store),
        ("room", _room),
        ("certificates", _certificates),
        ("positions", _positions),
        ("mail", _mail),
        ("map", _map),
    ]
    if wish.sound:
        found.append(("sound_test", lambda paths: _sound_test(paths, wish.say)))
    return found


def examine(name: str, check: Check, paths: DeskPaths) -> Iterator[Finding]:
    """Run one check; one that breaks is a finding, never a crash."""
    try:
        yield from check(paths)
    except Exception as fault:  # noqa: BLE001 - a doctor that dies helps nobody
        yield fail("check_broke", check=name, detail=f"{type(fault).__name__}: {fault}")


def _backups(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.app.doctor.backups import backup_findings

    yield from backup_findings(paths)


def _prompts(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.app.doctor.sound import prompt_findings

    yield from prompt_findings(paths)


def _sound_test(paths: DeskPaths, say: Callable[[str], None]) -> Iterator[Finding]:
    from batola_desk.app.doctor.sound import sound_findings

    yield from sound_findings(paths, say)


def _line(paths: DeskPaths, *, call: bool) -> Iterator[Finding]:
    from batola_desk.app.doctor.line import line_findings

    yield from line_findings(paths, echo_number=SettingsStore.of(paths).text("doctor.echo_number"), call=call)


def _recording_store(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.app.doctor.line import store_findings

    yield from store_findings(paths)


def _room(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.app.doctor.room import room_findings

    yield from room_findings(paths, desk=SettingsStore.of(paths).text("desk.letter"))


def _certificates(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.app.doctor.certificates import certificate_findings

    yield from certificate_findings(paths, desk=SettingsStore.of(paths).text("desk.letter"))


def _positions(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.app.doctor.avl import avl_findings
    from batola_desk.app.doctor.callers import caller_findings
    from batola_desk.app.doctor.links import link_findings

    yield from caller_findings(paths)
    yield from link_findings(paths)
    yield from avl_findings(paths)


def _mail(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.app.doctor.mail import mail_findings

    yield from mail_findings(paths)


def _map(paths: DeskPaths) -> Iterator[Finding]:
    from batola_desk.app.doctor.map import map_findings

    yield from map_findings(paths, share=SettingsStore.of(paths).text("map.pack_folder"))


def home_of(argument: Path | None) -> DeskPaths:
    """Return the folders of ``--home``, else this machine's."""
    return DeskPaths.for_home(argument) if argument is not None else DeskPaths.for_machine()
