"""The book of all settings of one desk, for who may import everything: the command line."""

from __future__ import annotations

from batola_desk.services.centre_lists import ListPort
from batola_desk.settings.book import SettingsBook
from batola_desk.settings.paths import DeskPaths
from batola_desk.settings.policy import read_policy
from batola_desk.settings.store import SettingsStore


def open_list_book(paths: DeskPaths) -> ListPort:
    """Return the lists of the centre and the line's accounts."""
    from batola_desk.app.settings.list_book import ListBook
    from batola_desk.settings.list_shape import account_shape, catalog_shapes
    from batola_desk.settings_registry import build_registry

    return ListBook(paths.config, (*catalog_shapes(), account_shape(build_registry())))


def open_settings_book(paths: DeskPaths, store: SettingsStore) -> SettingsBook:
    """Return the book; the parsers of all rooms are loaded only now, as few people ever look."""
    from batola_desk.app.settings.writer import SettingsWriter
    from batola_desk.settings_registry import build_registry

    return SettingsBook(build_registry(), paths, store, read_policy(paths), SettingsWriter(paths.config))
