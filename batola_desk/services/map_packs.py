"""The map pack of this desk: which one, where it comes from, how it is replaced. Source: design.md §6.

Nothing here is a fact: a pack belongs to a machine, not to the history of what happened. Reading happens in
a worker, importing in a process of its own.

Thread: the desk's event loop.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import msgspec

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.map.imports.report import ImportReport
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.notes import Came
from batola_desk.map.pack.reader import MapPack
from batola_desk.map.pack.store import PackStore
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.import_process import Ended, ImportProcess, desk_command
from batola_desk.services.map_pack_views import ImportStep, ImportTrouble, ImportWish, PackView

log = logging.getLogger("batola.services")

RIGHT: Final = "import_map"
CHANGED: Final = frozenset({"map_pack"})


class MapPackService:
    """Implements ``services.map_pack_views.MapPackUseCases``.

    Args:
        folder: of the packs (``settings.paths.DeskPaths.map_packs``).
        share: folder from which a newer pack is taken at the start, "" = none.
        command: how to start an import, for tests.
    """

    def __init__(
        self, context: Context, folder: Path, *, share: str = "", command: Sequence[str] | None = None
    ) -> None:
        self._context = context
        self._store = PackStore(folder)
        self._share = share
        self._command = list(command if command is not None else desk_command())
        self._process: ImportProcess | None = None
        self._background: asyncio.Task[None] | None = None
        self._removed: Path | None = None
        self._is_received = False  # what came by itself is told by ``services.map_deliveries``
        self.pack: PackView | None = None
        self.trouble: ImportTrouble | None = None
        self.step: ImportStep | None = None
        self.report: ImportReport | None = None

    # ---------------------------------------------------------------- reading

    def pack_path(self) -> Path | None:
        """The pack in use, read anew. Looks at the disk: beside the screen thread only. Thread: any."""
        return self._store.current()

    def may_change(self) -> bool:
        """Whether the person here may replace the pack."""
        return self._context.catalog.may(self._context.role, RIGHT)

    def may_restore(self) -> bool:
        """Whether the pack that was removed last can come back."""
        return self._removed is not None and self._process is None

    # ---------------------------------------------------------------- life

    def start(self) -> None:
        """Look which pack is in use, and whether the share has a newer one; nobody waits for it."""
        self._background = asyncio.create_task(self._begin(), name="map-pack")

    async def stop(self) -> None:
        """End what runs; an unfinished import leaves the old pack."""
        self.cancel()
        if self._background is not None:
            self._background.cancel()
            await asyncio.gather(self._background, return_exceptions=True)

    async def _begin(self) -> None:
        await self._refresh()
        if self._share:
            try:
                await self._run("take", self._share)
            except (EnvironmentFault, OperatorError) as fault:
                log.info("no map pack from the share: %s", fault.code)

    # ---------------------------------------------------------------- wishes

    async def import_files(self, wish: ImportWish) -> ImportReport | None:
        """Make a pack of files; None = cancelled. The old one stays until the new one is complete.

        Raises:
            OperatorError: ``map_admin_only``.
            MapPackFault: why nothing was changed.
        """
        self._check()
        words = [
            f"--{name}={value}" for name in ("attribution", "date", "crs") if (value := getattr(wish, name))
        ]
        keep = ["--keep"] if wish.keep else []
        return await self._run("import", *words, *keep, *(str(path.absolute()) for path in wish.files))

    async def install_received(self, path: Path, came: Came, *, created_us: int) -> ImportReport | None:
        """Check and use a file that the room gave; None = somebody stopped it.

        Args:
            created_us: when it was made, as the room said.

        Raises:
            MapPackFault: why it cannot be used, or another import runs.
        """
        if self._process is not None:
            raise MapPackFault("map_import_running")
        words = (f"--came={msgspec.json.encode(came).decode()}", f"--created-us={created_us}")
        return await self._run("receive", *words, str(path))

    def cancel(self) -> None:
        """End the running import; nothing of it stays."""
        if self._process is not None:
            self._process.kill()

    async def remove(self) -> None:
        """Use no pack; ``restore`` takes that back.

        Raises:
            OperatorError: ``map_admin_only``.
            MapPackFault: there is none, an import runs, or the disk refuses.
        """
        self._check()
        before = self._store.current()
        if before is None:
            raise MapPackFault("map_no_pack")
        created_us = self.pack.meta.created_us if self.pack is not None else 0
        await self._change(lambda: self._store.remove(created_us), removed=before)

    async def restore(self) -> None:
        """Use the removed pack again.

        Raises:
            OperatorError: ``map_admin_only``.
            MapPackFault: there is none any more.
        """
        self._check()
        back = self._removed
        if back is None or not back.is_file():
            self._removed = None
            raise MapPackFault("map_no_pack")
        await self._change(lambda: self._store.point_to(back), removed=None)

    # ---------------------------------------------------------------- inner parts

    def _check(self) -> None:
        if not self.may_change():
            raise OperatorError("map_admin_only")
        if self._process is not None:
            raise MapPackFault("map_import_running")

    async def _change(self, change: Callable[[], None], *, removed: Path | None) -> None:
        def alone() -> None:
            with self._store.changing():
                change()

        await asyncio.to_thread(alone)
        self._removed = removed
        await self._refresh()

    async def _run(self, task: str, *words: str) -> ImportReport | None:
        """Run one import; exactly one of report, fault and cancelled comes of it."""
        command = [*self._command, "map", task, "--json", f"--store={self._store.folder}", *words]
        self._process = process = ImportProcess(command)
        self._is_received = task == "receive"
        self.report = self.trouble = None
        self.step = ImportStep("open", 0, 0)
        self._publish()
        loop = asyncio.get_running_loop()

        def on_step(said: Mapping[str, Any]) -> None:
            loop.call_soon_threadsafe(self._on_step, said)

        work = asyncio.ensure_future(asyncio.to_thread(process.run, on_step))
        try:
            ended = await asyncio.shield(work)
        except asyncio.CancelledError:
            process.kill()
            await asyncio.gather(work, return_exceptions=True)
            raise
        except OSError as fault:
            raise self._failed("map_import_broke", {"detail": type(fault).__name__}) from fault
        finally:
            self._process = self.step = None
            self._publish()
        if process.was_killed:
            await asyncio.to_thread(self._store.sweep)
            return None
        return await self._judge(ended)

    async def _judge(self, ended: Ended) -> ImportReport | None:
        said = ended.said
        if "report" in said:
            self.report = ImportReport.from_plain(said["report"])
            self._removed = None
            log.info("another map pack is in use: %s", self.report.pack_file)
            await self._refresh()
            return self.report
        if "fault" in said:
            raise self._failed(str(said["fault"]), said.get("values", {}))
        if "nothing" not in said:
            log.error("an import ended without a word: exit code %d", ended.code)
            raise self._failed("map_import_broke", {})
        return None

    def _failed(self, code: str, values: Mapping[str, object]) -> MapPackFault:
        if not self._is_received:
            self.trouble = ImportTrouble(code, dict(values))
        self._publish()
        return MapPackFault(code, **values)

    def _on_step(self, said: Mapping[str, Any]) -> None:
        if self._process is not None:  # the last step may come after the end
            self.step = ImportStep(str(said["stage"]), int(said["done"]), int(said["total"]))
            self._publish()

    async def _refresh(self) -> None:
        try:
            self.pack = await asyncio.to_thread(_read, self._store)
        except MapPackFault as fault:
            log.error("the map pack cannot be used: %s", fault.code)  # noqa: TRY400 - told to the person
            self.pack = None
            self.trouble = ImportTrouble(fault.code, fault.values)
        self._publish()

    def _publish(self) -> None:
        self._context.publish(Change(what=CHANGED))


def _read(store: PackStore) -> PackView | None:
    path = store.current()
    if path is None:
        return None
    pack = MapPack.open(path)
    try:
        return PackView(path, pack.meta, path.stat().st_size, store.came())
    finally:
        pack.close()
