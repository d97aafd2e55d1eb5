"""``batola-desk doctor`` for the window: in a process of its own, so that nothing waits for it.

A call is never disturbed. The doctor asks the line before it phones the echo number and each second after;
here the test call is not even wished for while a call lives, and the microphone is only listened to, by the
line itself, when none does.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Final

from batola_desk.ipc.sound_messages import WatchLevels
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.doctor_views import DoctorView, FoundView
from batola_desk.services.import_process import Ended, ImportProcess, desk_command
from batola_desk.settings.paths import DeskPaths

log = logging.getLogger("batola.services")

CHANGED: Final = Change(what=frozenset({"doctor"}))
LISTEN_S: Final = 1.5
WRITING: Final = "writing"
FAILED: Final = "failed"
DEAD_DBFS: Final = -89.0  # an open microphone hears its own room; silence to the last bit is a mute switch
FOUND_MAX: Final = 500  # LIMIT: findings that are shown


class DoctorService:
    """Implements ``services.doctor_views.DoctorUseCases``.

    Args:
        command: how to start the program, for tests.
    """

    def __init__(self, context: Context, paths: DeskPaths, *, command: Sequence[str] | None = None) -> None:
        self._context = context
        self._command = [*(desk_command() if command is None else command), *_home_words(paths)]
        self._process: ImportProcess | None = None
        self._running: asyncio.Task[None] | None = None
        self._exports = paths.exports
        self._bundler: ImportProcess | None = None
        self._bundling: asyncio.Task[None] | None = None
        self._view = DoctorView()

    @property
    def view(self) -> DoctorView:
        """The examination that runs, or the last one."""
        return self._view

    def start(self) -> None:
        """Look at everything; one that runs goes on."""
        if self._view.is_running:
            return
        self._show(DoctorView(stage="versions", bundle=self._view.bundle))
        self._running = asyncio.get_running_loop().create_task(self._run(), name="services:doctor")

    def cancel(self) -> None:
        """End it; what was found until then stays."""
        if self._process is not None:
            self._process.kill()

    async def stop(self) -> None:
        """The desk closes."""
        self.cancel()
        if self._bundler is not None:
            self._bundler.kill()
        for work in (self._running, self._bundling):
            if work is not None:
                work.cancel()
                await asyncio.gather(work, return_exceptions=True)

    def write_bundle(self) -> None:
        """Let another process look at everything and write the support file among the exports."""
        if self._view.bundle == WRITING:
            return
        self._show(replace(self._view, bundle=WRITING))
        self._bundling = asyncio.get_running_loop().create_task(self._bundle(), name="services:bundle")

    async def _bundle(self) -> None:
        at = datetime.fromtimestamp(self._context.clock.now_us() / 1e6, UTC)
        target = self._exports / f"bantuan-meja-{self._context.desk}-{at:%Y%m%dT%H%M%SZ}.zip"
        written = FAILED
        try:
            await asyncio.to_thread(self._exports.mkdir, parents=True, exist_ok=True)
            self._bundler = ImportProcess([*self._command, "doctor", "--bundle", str(target)])
            await asyncio.to_thread(self._bundler.run, lambda _said: None)
            written = str(target) if target.exists() else FAILED  # there whole or not at all
        except OSError as fault:
            log.error("the support file cannot be written: %s", type(fault).__name__)  # noqa: TRY400 - told
        finally:
            self._bundler = None
            self._show(replace(self._view, bundle=written))

    async def _run(self) -> None:
        ended = "broke"
        try:
            ended = await self._examine()
            if ended == "done":
                await self._listen()
        except OSError as fault:
            log.error("the doctor cannot be started: %s", type(fault).__name__)  # noqa: TRY400 - the page says it
        finally:
            self._process = None
            self._show(replace(self._view, stage="", ended=ended, at_us=self._context.clock.now_us()))

    async def _examine(self) -> str:
        """Run the program; return how it ended."""
        may_phone = [] if self._context.line.calls else ["--call"]
        process = self._process = ImportProcess([*self._command, "doctor", "--json-lines", *may_phone])
        loop = asyncio.get_running_loop()

        def on_step(said: Mapping[str, Any]) -> None:
            loop.call_soon_threadsafe(self._on_step, said)

        work = asyncio.ensure_future(asyncio.to_thread(process.run, on_step))
        try:
            ended: Ended = await asyncio.shield(work)
        except asyncio.CancelledError:
            process.kill()
            await asyncio.gather(work, return_exceptions=True)
            raise
        await asyncio.sleep(0)  # the last steps were handed over before the end was
        if process.was_killed:
            return "stopped"
        return "done" if "verdict" in ended.said else "broke"

    def _on_step(self, said: Mapping[str, Any]) -> None:
        new = tuple(
            FoundView(str(item["code"]), str(item["level"]), dict(item["values"]))
            for item in said["findings"]
        )
        found = (*self._view.found, *new)[:FOUND_MAX]
        self._show(
            replace(
                self._view,
                stage=str(said["stage"]),
                done=int(said["done"]),
                total=int(said["total"]),
                found=found,
            )
        )

    async def _listen(self) -> None:
        """Let the line say what the microphone hears; a call that comes needs nothing undone."""
        line = self._context.line
        if line.calls:
            return
        self._context.link.post(WatchLevels(seconds=LISTEN_S))
        await asyncio.sleep(LISTEN_S)
        heard_dbfs = line.device_levels.get("microphone")
        if heard_dbfs is None or line.calls:
            return
        values = {"dbfs": round(heard_dbfs)}
        if heard_dbfs > DEAD_DBFS:
            found = FoundView("sound_level", "ok", values)
        else:
            found = FoundView("sound_level_dead", "warn", values)
        self._show(replace(self._view, found=(*self._view.found, found)))

    def _show(self, view: DoctorView) -> None:
        self._view = view
        self._context.publish(CHANGED)


def _home_words(paths: DeskPaths) -> list[str]:
    """How another process of the program finds the same desk."""
    home = paths.data.parent
    return ["--home", str(home)] if DeskPaths.for_home(home) == paths else []
