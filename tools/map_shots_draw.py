"""Pictures of the map on the pack that was just imported: grounds, near and far, density, menu, ruler."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint

from batola_desk.map.density import PastPlaces
from batola_desk.map.projection import project
from batola_desk.ui.map.base_keeper import BaseChoice
from tests.support.window_stage import WindowStage
from tools.camera import Take

MIDDLE = (-3.05, 114.62)
PICTURED = (-3.0, 114.6)  # where the pack has pictures from the air


async def ground_pictures(stage: WindowStage, take: Take) -> None:
    """What the map shows, from the whole regency down to houses."""
    panel = stage.window.map_panel
    canvas, look = panel.canvas, panel.look
    await stage.until(lambda: panel.base.state.meta is not None, "the map pack", 20.0)
    for name, zoom in (("far", 10.5), ("near", 13.0), ("houses", 15.5)):
        canvas.fly_to(*MIDDLE, zoom)
        await stage.until(lambda: canvas.is_complete, "the map", 20.0)
        await take(stage, f"map-ground-{name}")
    canvas.fly_to(*PICTURED, 13.0)
    look.choose_base(BaseChoice.RASTER)
    await stage.until(lambda: panel.base.state.choice is BaseChoice.RASTER, "the pictures", 20.0)
    await stage.until(lambda: canvas.is_complete, "the map", 20.0)
    await take(stage, "map-ground-raster")
    look.choose_base(BaseChoice.VECTOR)
    await stage.until(lambda: panel.base.state.choice is BaseChoice.VECTOR, "the ground", 20.0)
    canvas.fly_to(*MIDDLE, 11.0)
    look.toggle_density()
    await stage.settle(0.5)  # the real history, which is short
    look.show_history(_past(stage))
    canvas.update()
    await stage.until(lambda: look.heat.is_complete and canvas.is_complete, "the density", 20.0)
    await take(stage, "map-density")
    menu = look.build_menu()
    menu.popup(canvas.mapToGlobal(QPoint(canvas.width() - 320, 60)))
    await stage.settle(0.2)
    await take(stage, "map-menu", menu)
    menu.close()
    menu.deleteLater()
    look.toggle_density()
    look.toggle_ruler()
    for x, y in ((0.3, 0.6), (0.5, 0.4), (0.7, 0.5)):
        look.ruler.click(canvas.camera.position_at(canvas.width() * x, canvas.height() * y))
    await take(stage, "map-ruler")
    look.toggle_ruler()
    canvas.go_home()


def _past(stage: WindowStage) -> PastPlaces:
    """Two thousand incidents of the last year around the desa."""
    draw = np.random.default_rng(5)
    places = stage.services._context.gazetteer.desa
    chosen = draw.integers(0, len(places), 2000) ** 2 // len(places)
    lats = np.array([place.lat for place in places])[chosen] + draw.normal(0, 0.01, 2000)
    lons = np.array([place.lon for place in places])[chosen] + draw.normal(0, 0.01, 2000)
    x, y = project(lats, lons)
    opened = np.full(2000, stage.services.now_us() - 10**12, np.int64)
    groups = tuple(sorted(stage.services.catalog.groups))
    return PastPlaces(x.astype(np.float32), y.astype(np.float32), opened, np.zeros(2000, np.uint8), groups)
