"""The doctor's ears: prompts of the centre, and with ``--audio`` a loop and an echo test on real devices."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from batola_desk.app.doctor.finding import Finding, ok, warn
from batola_desk.audio.desk import AudioDesk
from batola_desk.audio.sound_ports import Role
from batola_desk.audio.sound_test import EchoTest, LoopTest, SoundFinding, SoundTest
from batola_desk.engine.choices import CHOICES_NAME, ChoiceFile
from batola_desk.engine.prompts import PROMPTS_NAME, load_shelf
from batola_desk.engine.sound_desk import audio_config, first_choices
from batola_desk.ipc.instance_lock import is_engine_running
from batola_desk.services.seat_views import SoundCheckView, SoundResultView
from batola_desk.settings.paths import DeskPaths, resource_path
from batola_desk.site_policy import load_line
from batola_desk.ui.sound_words import check_words, result_words

READY_S = 5.0
TEST_LIMIT_S = 30.0
_GOOD = frozenset({"microphone_good", "loop_good", "echo_weak", "echo_none"})


def prompt_findings(paths: DeskPaths) -> Iterator[Finding]:
    """Which recorded sentences are played, and which of the centre's own cannot be."""
    own = paths.config / PROMPTS_NAME
    shelf = load_shelf(resource_path("prompts"), own)
    for complaint in shelf.complaints:
        yield warn(f"prompt_{complaint.reason}", file=complaint.file, found=complaint.found)
    yield ok("prompts_read", count=len(shelf.sounds), folder=str(own))


def sound_findings(paths: DeskPaths, say: Callable[[str], None]) -> Iterator[Finding]:
    """Play, listen and judge; about fifteen seconds. Not beside a running line, which has the devices."""
    if is_engine_running(paths.runtime):
        yield warn("sound_test_line_runs")
        return
    settings = load_line(paths)
    choices = ChoiceFile(paths.choices / CHOICES_NAME).load(first_choices(settings))
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
        yield warn("sound_test_no_headset")
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
    result = result_words(view)
    return (
        ok("sound_test_good", result=result) if found.code in _GOOD else warn("sound_test_bad", result=result)
    )
