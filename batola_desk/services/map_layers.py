"""The map's features from and to GeoJSON files: read and judged in a thread, written in small parts."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

from batola_desk.domain.errors import OperatorError
from batola_desk.domain.events.map_feature import MapFeatureDrawn
from batola_desk.domain.map_feature import FeatureKind, MapFeature
from batola_desk.map.layer_file import BYTES_MAX, read_layers, write_layers
from batola_desk.services.context import Context
from batola_desk.services.map_layer_import import FACTS_AT_ONCE, LayerPlan, plan_import
from batola_desk.settings.whole_file import write_whole


class FeaturesPort(Protocol):
    """What is known of the map (``services.map_features``)."""

    def known(self) -> Mapping[str, MapFeature]:
        """All features by id, removed ones included."""

    def standing(self) -> tuple[MapFeature, ...]:
        """What is on the map now."""

    def room_left(self) -> int:
        """How many more the map takes."""

    def may_draw(self, kind: str) -> bool: ...

    def note_import(self, drawn: tuple[str, ...]) -> None:
        """These came with a file: one step to be taken back."""


class LayerFiles:
    """Import and export. Thread: the desk's event loop."""

    def __init__(self, context: Context, features: FeaturesPort) -> None:
        self._context = context
        self._features = features

    async def import_file(self, path: Path, told: Callable[[int, int], None] | None = None) -> LayerPlan:
        """Take over a file; returns what became of each of its features.

        Args:
            told: gets how many facts are written of how many.

        Raises:
            OperatorError: ``layers_unreadable`` with ``reason``, and what ``map.layer_file`` says; nothing is
                changed then.
        """
        now_us = self._context.clock.now_us()
        known, room_for = dict(self._features.known()), self._features.room_left()
        may = {kind.value: self._features.may_draw(kind.value) for kind in FeatureKind}

        def judged() -> LayerPlan:
            reading = read_layers(read_file(path))
            return plan_import(
                reading, known, now_us=now_us, may=lambda kind: may.get(kind, False), room_for=room_for
            )

        plan = await asyncio.to_thread(judged)
        for start in range(0, len(plan.facts), FACTS_AT_ONCE):
            await self._context.recorder.record(*plan.facts[start : start + FACTS_AT_ONCE])
            if told is not None:
                told(min(start + FACTS_AT_ONCE, len(plan.facts)), len(plan.facts))
        self._features.note_import(drawn_ids(plan))
        return plan

    async def export_file(self) -> Path:
        """Write what is on the map now into the folder of exports.

        Raises:
            OperatorError: ``export_not_written`` with ``reason``.
        """
        moment = dt.datetime.fromtimestamp(self._context.clock.now_us() / 1e6, dt.UTC)
        offset = dt.timedelta(minutes=self._context.catalog.centre.utc_offset_min)
        path = self._context.exports / f"objek-peta-{moment + offset:%Y%m%d-%H%M%S}.geojson"
        text = write_layers(self._features.standing())
        try:
            await asyncio.to_thread(write_file, path, text)
        except OSError as fault:
            raise OperatorError("export_not_written", reason=fault.strerror or str(fault)) from fault
        return path


def drawn_ids(plan: LayerPlan) -> tuple[str, ...]:
    """Ids of the features that an import draws."""
    drawn = (fact for fact in plan.facts if isinstance(fact.event, MapFeatureDrawn))
    return tuple(fact.aggregates[0].partition(":")[2] for fact in drawn)


def read_file(path: Path) -> bytes:
    """Return a file's content.

    Raises:
        OperatorError: ``layers_unreadable`` with ``reason``, ``layers_too_big`` before it is read.
    """
    try:
        with path.open("rb") as file:
            data = file.read(BYTES_MAX + 1)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise OperatorError("layers_unreadable", reason=reason) from fault
    if len(data) > BYTES_MAX:
        raise OperatorError("layers_too_big", limit=BYTES_MAX >> 20)
    return data


def write_file(path: Path, text: str) -> None:
    """Write a file that is seen whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_whole(path, text.encode())
