"""Packs made by the real importer from the generated network, for everything that reads packs."""

from __future__ import annotations

from pathlib import Path

from batola_desk.map.imports.importer import import_map
from batola_desk.map.imports.report import ImportReport, ImportRequest
from batola_desk.map.pack.store import PackStore
from tests.support.map_network import make_network, write_pbf
from tests.support.shipped import shipped_gazetteer


def import_files(store: PackStore, *files: Path, **how: object) -> ImportReport:
    """Import as a desk does, without telling anybody about it."""
    request = ImportRequest(files=files, **how)  # type: ignore[arg-type]
    return import_map(request, store, shipped_gazetteer(), lambda *_: None)


def make_network_pack(folder: Path, *, segments: int = 3000, seed: int = 112) -> Path:
    """Import a generated network into a store in ``folder`` and return the pack in use."""
    extract = write_pbf(make_network(segments, seed=seed), folder / "jaringan.osm.pbf")
    store = PackStore(folder / "map")
    import_files(store, extract)
    extract.unlink()
    pack = store.current()
    assert pack is not None
    return pack
