"""What the program ships, read once for all tests: the regency's data, its places. Nobody changes them."""

from __future__ import annotations

import functools

from batola_desk.domain.catalog import Catalog
from batola_desk.map.gazetteer import Gazetteer
from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path


@functools.cache
def shipped_catalog() -> Catalog:
    """The defaults of ``resources/config``, without any site's overrides."""
    return load_catalog(resource_path("config")).catalog


@functools.cache
def shipped_gazetteer() -> Gazetteer:
    """The villages of ``resources/gazetteer``."""
    return Gazetteer.load(resource_path("gazetteer", "gazetteer.csv"))
