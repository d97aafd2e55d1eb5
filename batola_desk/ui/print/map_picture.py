"""The place of one ticket as a picture for paper.

Drawn by a map of its own: the operator's map does not move, and no other ticket, unit or caller stands on
what leaves the desk.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtGui import QImage

from batola_desk.map.gazetteer import Gazetteer
from batola_desk.map.marks import IncidentMark
from batola_desk.ui.map.base_keeper import BaseKeeper
from batola_desk.ui.map.buttons import MapButton
from batola_desk.ui.map.palette import MapPalette
from batola_desk.ui.map.view import MapView
from batola_desk.ui.theme import tokens

WIDTH_PX: Final = 960
HEIGHT_PX: Final = 600
ZOOM: Final = 14.0  # some four kilometres across: the village and the way there
LIMIT_S: Final = 6.0  # a slow disk: the picture has what is drawn by then
LOOK_EVERY_S: Final = 0.03
PAPER_THEME: Final = "light"


async def picture_of_place(
    gazetteer: Gazetteer, locate: Callable[[], Path | None], mark: IncidentMark
) -> QImage:
    """Draw the map round a ticket, in the day's colours, on the desk's map pack if it has one.

    Args:
        locate: where the map pack lies; None = there is none.
    """
    view = MapView(gazetteer, MapPalette.from_tokens(tokens(PAPER_THEME), name=PAPER_THEME))
    keeper = BaseKeeper(view, locate, view)
    has_ground = asyncio.Event()
    keeper.changed.connect(has_ground.set)
    try:
        view.resize(WIDTH_PX, HEIGHT_PX)
        view.set_animated(False)
        view.show_legend(shown=False)
        for key in view.findChildren(MapButton):
            key.hide()
        view.set_incidents([mark])
        view.start_at(mark.lat, mark.lon, ZOOM)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LIMIT_S):
                await has_ground.wait()
                view.grab()  # says what it needs
                while not view.is_complete:
                    await asyncio.sleep(LOOK_EVERY_S)
                    view.grab()
        return view.grab().toImage()
    finally:
        keeper.close()
        view.deleteLater()
