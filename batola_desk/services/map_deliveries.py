"""Map packs from the secretariat: what waits there, what is on its way, what is not taken and why.

Nothing here is a fact, and nothing of it runs on a desk that stands alone. Fetching has its own thread
(``sync.pack_receiver``); checking and installing is an import like any other (``services.map_packs``).

Thread: the desk's event loop; the methods of ``_Keeper`` run on the receiver's.
"""

from __future__ import annotations

import asyncio
import concurrent.futures
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, Final

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.map.pack.copying import created_us_of
from batola_desk.map.pack.faults import MapPackFault
from batola_desk.map.pack.notes import Came
from batola_desk.map.pack.schema import SCHEMA_VERSION
from batola_desk.map.pack.store import PackStore
from batola_desk.services.change import Change
from batola_desk.services.context import Context
from batola_desk.services.map_pack_views import DeliveryView
from batola_desk.services.map_packs import CHANGED, MapPackService
from batola_desk.services.session import SettingsPort
from batola_desk.sync.config import RoomSettings
from batola_desk.sync.pack_receiver import Delivery, PackReceiver, Pauses, Phase
from batola_desk.sync.published_packs import PackShelf, PublishedPack

log = logging.getLogger("batola.services")

MODE: Final = "map.room_packs"
RATE: Final = "map.room_kb_per_s"
STOPPED: Final = "map_room_stopped"


class MapDeliveryService:
    """Implements ``services.map_pack_views.MapDeliveryUseCases``.

    Args:
        folder: of the packs.
        room: None: the desk stands alone.
        pauses: for tests.
    """

    def __init__(
        self,
        context: Context,
        packs: MapPackService,
        folder: Path,
        room: RoomSettings | None,
        settings: SettingsPort,
        *,
        pauses: Pauses | None = None,
    ) -> None:
        self._context = context
        self._packs = packs
        self._store = PackStore(folder)
        self._room = room
        self._mode = str(settings.get(MODE))
        self._rate = settings.get(RATE)
        self._pauses = pauses
        self._receiver: PackReceiver | None = None
        self._delivery = Delivery()

    # ---------------------------------------------------------------- life

    def start(self) -> None:
        """Begin to look; waits for nothing."""
        room = self._room
        if room is None or self._mode == "off":
            return
        from batola_desk.sync.postgres import connect  # a desk that stands alone does not load the driver
        from batola_desk.sync.postgres_packs import PostgresShelf

        async def join() -> PackShelf:
            joined = await connect(room.address, room.machine.login, room.machine.password)
            return PostgresShelf(joined.connection)

        loop = asyncio.get_running_loop()

        def told(delivery: Delivery) -> None:
            with contextlib.suppress(RuntimeError):  # the desk's loop has ended
                loop.call_soon_threadsafe(self._take_delivery, delivery)

        self._receiver = PackReceiver(
            join,
            _Keeper(self._store, self._install, loop),
            self._store.folder,
            bytes_per_s=float(str(self._rate)) * 1000,
            asks=self._mode == "ask",
            on_delivery=told,
            pauses=self._pauses,
        )
        self._receiver.start()

    async def stop(self) -> None:
        """End it; what has come stays for the next start."""
        receiver, self._receiver = self._receiver, None
        if receiver is not None and not await asyncio.to_thread(receiver.stop):
            log.warning("fetching a map pack did not end in time")

    # ---------------------------------------------------------------- reading

    @property
    def view(self) -> DeliveryView | None:
        """What the room has for this desk; None = nothing that is newer than its own."""
        delivery = self._delivery
        pack, own = delivery.pack, self._packs.pack
        if pack is None or (own is not None and own.meta.created_us >= pack.created_us):
            return None
        return DeliveryView(
            phase=delivery.phase.value,
            name=pack.name,
            created_us=pack.created_us,
            size_bytes=pack.size_bytes,
            done_bytes=delivery.done_bytes,
            published_by=pack.published_by,
            code=delivery.code,
            values=dict(delivery.values),
        )

    def may_take(self) -> bool:
        """Whether the person here may decide about it, and there is something to decide."""
        return self._delivery.phase in {Phase.OFFERED, Phase.FAILED} and self._packs.may_change()

    def take(self) -> None:
        """Fetch what is offered, or try again what failed.

        Raises:
            OperatorError: ``map_admin_only``.
        """
        if not self._packs.may_change():
            raise OperatorError("map_admin_only")
        if self._receiver is not None and self._delivery.pack is not None:
            self._receiver.take(self._delivery.pack)

    # ---------------------------------------------------------------- inner parts

    def _take_delivery(self, delivery: Delivery) -> None:
        self._delivery = delivery
        self._context.publish(Change(what=CHANGED))

    async def _install(self, pack: PublishedPack, path: Path) -> str:
        came = Came(
            way="room", at_us=time.time_ns() // 1000, by=pack.published_by, published_us=pack.published_us
        )
        try:
            report = await self._packs.install_received(path, came, created_us=pack.created_us)
        except EnvironmentFault as fault:
            return "" if fault.code == "map_pack_overtaken" else fault.code
        return "" if report is not None else STOPPED


class _Keeper:
    """See ``sync.pack_receiver.PackKeeper``. Thread: the receiver's."""

    def __init__(
        self,
        store: PackStore,
        install: Callable[[PublishedPack, Path], Coroutine[Any, Any, str]],
        loop: asyncio.AbstractEventLoop,
    ) -> None:
        self._store = store
        self._install = install
        self._loop = loop

    def newest_us(self) -> int:
        """Of the pack in use, or of the one that somebody removed."""
        return created_us_of(self._store.current()) or self._store.removed_us

    def refusal_of(self, pack: PublishedPack) -> str:
        """Why it is not taken."""
        return "map_room_newer" if pack.format > SCHEMA_VERSION else self._store.refused(pack.sha256.hex())

    def refuse(self, pack: PublishedPack, code: str) -> None:
        """Remember it beside the packs."""
        with contextlib.suppress(MapPackFault), self._store.changing():  # else it is fetched once more
            self._store.refuse(pack.sha256.hex(), code)

    def install(self, pack: PublishedPack, path: Path) -> concurrent.futures.Future[str]:
        """Let the desk check and use it."""
        return asyncio.run_coroutine_threadsafe(self._install(pack, path), self._loop)
