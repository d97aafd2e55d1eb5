"""Where incidents happened in the past, as arrays for the density layer of the map."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.map.density import PastPlaces
from batola_desk.map.projection import project
from batola_desk.models.incident_places import IncidentPlaces
from batola_desk.services.context import Context

_NO_GROUP = 255
_AGAIN_ROWS = 2000  # read once more: a place may have come after the ticket


class PastPlaceUseCases(Protocol):
    """The history of places."""

    async def all(self) -> PastPlaces:
        """Places of all incidents in the journal, but not of confidential types.

        The first call reads the whole history piece by piece, later ones what is new.

        Raises:
            OperatorError: ``search_failed``.
        """


class PastPlaceService:
    """Implements ``PastPlaceUseCases``. Thread: the desk's loop."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._places = PastPlaces()
        self._row_ids = np.zeros(0, dtype=np.int64)
        self._one_at_a_time = asyncio.Lock()

    async def all(self) -> PastPlaces:
        """Every place of the history; reads only what came since the last time."""
        async with self._one_at_a_time:
            known = int(self._row_ids[-1]) if self._row_ids.size else 0
            after = max(0, known - _AGAIN_ROWS)
            keep = int(np.searchsorted(self._row_ids, after, side="right"))
            old = self._places
            parts = [
                PastPlaces(old.x[:keep], old.y[:keep], old.opened_us[:keep], old.group[:keep], old.groups)
            ]
            row_ids = [self._row_ids[:keep]]
            groups = tuple(sorted(self._context.catalog.groups))
            while True:
                piece = await self._read(after)
                place, numbers = await asyncio.to_thread(self._place_of, piece, groups)
                parts.append(place)
                row_ids.append(numbers)
                after = piece.last_row_id
                if piece.is_last:
                    break
            self._places = await asyncio.to_thread(_joined, parts, groups)
            self._row_ids = np.concatenate(row_ids)
            return self._places

    async def _read(self, after_row_id: int) -> IncidentPlaces:
        reader = self._context.reader
        training = self._context.training()
        try:
            return await asyncio.wrap_future(reader.incident_places(after_row_id, training=training))
        except EnvironmentFault as fault:
            raise OperatorError("search_failed", cause=fault.code) from fault

    def _place_of(
        self, piece: IncidentPlaces, groups: tuple[str, ...]
    ) -> tuple[PastPlaces, NDArray[np.int64]]:
        rules = self._context.rules
        codes = sorted(set(piece.type_codes))
        secret = {code for code in codes if rules.is_confidential(code)}
        number_of = {}
        for code in codes:
            group = rules.group_of(code)
            number_of[code] = groups.index(group) if group in groups else _NO_GROUP
        keep = np.array([code not in secret for code in piece.type_codes], dtype=bool)
        numbers = np.array([number_of[code] for code in piece.type_codes], dtype=np.uint8)
        x, y = project(piece.latitude, piece.longitude)
        place = PastPlaces(
            x.astype(np.float32)[keep],
            y.astype(np.float32)[keep],
            piece.opened_us[keep],
            numbers[keep],
            groups,
        )
        return place, piece.row_ids[keep]


def _joined(parts: Sequence[PastPlaces], groups: tuple[str, ...]) -> PastPlaces:
    return PastPlaces(
        np.concatenate([part.x for part in parts]),
        np.concatenate([part.y for part in parts]),
        np.concatenate([part.opened_us for part in parts]),
        np.concatenate([part.group for part in parts]),
        groups,
    )
