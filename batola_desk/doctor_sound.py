"""The doctor's ears: prompts of the centre, and with ``--audio`` a loop and an echo test on real devices."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from batola_desk.audio.desk import AudioDesk
from batola_desk.audio.sound_ports import Role
from batola_desk.audio.sound_test import EchoTest, LoopTest, SoundFinding, SoundTest
from batola_desk.doctor import Finding
from batola_desk.engine.choices import CHOICES_NAME, ChoiceFile
from batola_desk.engine.config import CONFIG_NAME, load_settings
from batola_desk.engine.prompts import PROMPTS_NAME, load_shelf
from batola_desk.engine.sound_desk import audio_config, first_choices
from batola_desk.ipc.instance_lock import is_engine_running
from batola_desk.services.views import SoundCheckView, SoundResultView
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.ui.sound_words import check_words, result_words

READY_S = 5.0
TEST_LIMIT_S = 30.0
_REASONS = {
    "unreadable": "bukan berkas WAV yang utuh",
    "format": "harus 16 bit, 1 atau 2 kanal, 8000 sampai 48000 Hz",
    "length": "panjangnya harus 0,5 sampai 20 detik",
    "too_soft": "terlalu pelan, bagian keras minimal -35 dBFS",
    "too_loud": "terlalu keras atau pecah, bagian keras maksimal -10 dBFS",
}
_GOOD = frozenset({"microphone_good", "loop_good", "echo_weak", "echo_none"})


def prompt_findings(paths: DeskPaths) -> Iterator[Finding]:
    """Which recorded sentences are played, and which of the centre's own cannot be."""
    own = paths.config / PROMPTS_NAME
    shelf = load_shelf(resource_path("prompts"), own)
    for complaint in shelf.complaints:
        reason = _REASONS.get(complaint.reason, complaint.reason)
        text = f"{complaint.file}: {reason} ({complaint.found}); kalimat bawaan diputar"
        yield Finding("kalimat", "warn", text)
    yield Finding("kalimat", "ok", f"{len(shelf.sounds)} rekaman; milik sendiri ditaruh di {own}")


def sound_findings(paths: DeskPaths, say: Callable[[str], None]) -> Iterator[Finding]:
    """Play, listen and judge; about fifteen seconds. Not beside a running line, which has the devices."""
    if is_engine_running(paths.runtime):
        yield Finding("uji suara", "warn", "saluran sedang menyala: pakai Uji suara di Pengaturan meja")
        return
    settings = load_settings(paths.config / CONFIG_NAME)
    choices = ChoiceFile(paths.config / CHOICES_NAME).load(first_choices(settings))
    desk = AudioDesk(replace(audio_config(settings, choices), use_devices=True), lambda _event: None)
    desk.start()
    try:
        yield from _test(desk, say)
    finally:
        desk.stop()


def _test(desk: AudioDesk, say: Callable[[str], None]) -> Iterator[Finding]:
    deadline_s = time.monotonic() + READY_S
    while desk.desk_statistics().clock_source != "headset" and time.monotonic() < deadline_s:
        time.sleep(0.05)
    report = desk.device_report()
    if report.ear is None or report.microphone is None:
        yield Finding("uji suara", "warn", "tidak ada headset dengan mikrofon; tidak bisa diuji")
        return
    outputs = [Role.EAR] if report.loudspeaker is None else [Role.EAR, Role.LOUDSPEAKER]
    for kind, test in (("loop", LoopTest(outputs)), ("echo", EchoTest())):
        yield from map(_finding, _run(desk, kind, test, say))


def _run(desk: AudioDesk, kind: str, test: SoundTest, say: Callable[[str], None]) -> tuple[SoundFinding, ...]:
    desk.start_test(test)
    phase, deadline_s = "", time.monotonic() + TEST_LIMIT_S
    while test.phase != "done" and time.monotonic() < deadline_s:
        if test.phase != phase:
            phase = test.phase
            say(check_words(SoundCheckView(kind=kind, phase=phase)))
        time.sleep(0.05)
    desk.stop_test()
    return test.findings()


def _finding(found: SoundFinding) -> Finding:
    view = SoundResultView(
        role=found.role.value, code=found.code, level_db=found.level_db, delay_ms=found.delay_ms
    )
    return Finding("uji suara", "ok" if found.code in _GOOD else "warn", result_words(view))
