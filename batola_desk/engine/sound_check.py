"""Sound tests for the operator: which device, which microphone, which delay. Never beside a call.

Thread: the engine's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from batola_desk.audio.devices import DeviceReport
from batola_desk.audio.sound_ports import Role
from batola_desk.audio.sound_test import EchoTest, LoopTest, SoundFinding, SoundTest, ToneTest
from batola_desk.domain.errors import OperatorError
from batola_desk.engine.device_view import shown_dbfs
from batola_desk.ipc.base import Message
from batola_desk.ipc.sound_messages import DeviceLevels, SoundCheckChanged, SoundCheckStatus, SoundResult

WATCH_MAX_S = 30.0
TICKS_PER_S = 10
_OUTPUTS = (Role.EAR, Role.LOUDSPEAKER, Role.SECOND_EAR)


class ProbePort(Protocol):
    """The part of the audio desk that tests sound."""

    def device_report(self) -> DeviceReport: ...

    def start_test(self, test: SoundTest) -> None: ...

    def stop_test(self) -> None: ...

    def device_levels(self) -> Mapping[Role, float | None]: ...


class SoundCheckDesk:
    """One test at a time; a call that comes ends it."""

    def __init__(self, audio: ProbePort, send: Callable[[Message], None]) -> None:
        self._audio = audio
        self._send = send
        self._test: SoundTest | None = None
        self._watch_ticks = 0
        self.status = SoundCheckStatus()

    def start(self, kind: str, role: str, *, has_calls: bool) -> None:
        """Begin a test; one that runs is ended.

        Raises:
            OperatorError: ``sound_check_in_call``, ``sound_check_unknown``, ``sound_check_no_device``.
        """
        if has_calls:
            raise OperatorError("sound_check_in_call")
        report = self._audio.device_report()
        present = [output for output in _OUTPUTS if getattr(report, output.value) is not None]
        match kind:
            case "echo" if report.microphone is not None and report.ear is not None:
                test: SoundTest = EchoTest()
            case "loop" if report.microphone is not None and present:
                test = LoopTest([output for output in present if output is not Role.SECOND_EAR])
            case "tone" if role in present:
                test = ToneTest(Role(role))
            case "echo" | "loop" | "tone":
                raise OperatorError("sound_check_no_device")
            case _:
                raise OperatorError("sound_check_unknown", kind=kind)
        self._test = test
        self._audio.start_test(test)
        self._tell(SoundCheckStatus(kind=kind, role=role, phase=test.phase))

    def stop(self) -> None:
        """End a running test without a result; harmless without one."""
        if self._test is not None:
            self._test = None
            self._audio.stop_test()
            self._tell(SoundCheckStatus(kind=self.status.kind, role=self.status.role, phase="stopped"))

    def watch(self, seconds: float) -> None:
        """Tell the levels of all devices for a while."""
        self._watch_ticks = round(min(max(seconds, 0.0), WATCH_MAX_S) * TICKS_PER_S)

    def tick(self, *, has_calls: bool) -> None:
        """Ten times a second."""
        if self._watch_ticks > 0:
            self._watch_ticks -= 1
            levels = self._audio.device_levels()
            shown = {role.value: shown_dbfs(dbfs) for role, dbfs in levels.items() if dbfs is not None}
            self._send(DeviceLevels(dbfs=shown))
        if self._test is None:
            return
        if has_calls:
            self.stop()
        elif self._test.phase == "done":
            self._finish(self._test)
        else:
            self._tell(
                SoundCheckStatus(
                    kind=self.status.kind,
                    role=self.status.role,
                    phase=self._test.phase,
                    progress=round(self._test.progress, 2),
                )
            )

    def _finish(self, test: SoundTest) -> None:
        self._test = None
        self._audio.stop_test()
        results = tuple(_result(finding) for finding in test.findings())
        self._tell(
            SoundCheckStatus(
                kind=self.status.kind, role=self.status.role, phase="done", progress=1.0, results=results
            )
        )

    def _tell(self, status: SoundCheckStatus) -> None:
        if status != self.status:
            self.status = status
            self._send(SoundCheckChanged(check=status))


def _result(finding: SoundFinding) -> SoundResult:
    return SoundResult(
        role=finding.role.value,
        code=finding.code,
        level_db=finding.level_db,
        delay_ms=finding.delay_ms,
    )
