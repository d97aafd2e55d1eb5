"""A map pack with a routing graph and nothing else, installed where a desk looks for it."""

from __future__ import annotations

from pathlib import Path

from batola_desk.map.pack.meta import Bounds, PackMeta
from batola_desk.map.pack.store import PackStore
from batola_desk.map.pack.writer import PackWriter
from batola_desk.map.routing.graph import RoadGraph
from batola_desk.settings.paths import DeskPaths

META = PackMeta(
    name="Uji", created="2026-11-26T00:00:00+00:00", sources=(), bounds=Bounds(-3.5, 114.3, -2.5, 115.0),
    counts={}, made_by="test",
)  # fmt: skip


def install_pack(home: Path, graph: RoadGraph) -> Path:
    """Make a graph the one in use below this home."""
    store = PackStore(DeskPaths.for_home(home).map_packs)
    store.folder.mkdir(parents=True, exist_ok=True)
    part = store.part_path()
    writer = PackWriter(part)
    writer.put_graph(graph.to_arrays())
    return store.install(part, writer.finish(META))
