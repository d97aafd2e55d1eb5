"""IT's files with the policy over them, for who may know every setting: command line, doctor, line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from batola_desk.settings.book import rules_of
from batola_desk.settings.entry import Entry
from batola_desk.settings.paths import DeskPaths
from batola_desk.site_files import SiteFiles

if TYPE_CHECKING:
    from batola_desk.engine.config import LineSettings


def site_files(paths: DeskPaths) -> SiteFiles:
    """Return them."""
    return SiteFiles(paths, _rules)


def load_line(paths: DeskPaths) -> LineSettings:
    """Return what the line of this desk would start with. Raises as ``load_settings``."""
    from batola_desk.engine.config import CONFIG_NAME, load_settings

    return load_settings(paths.config / CONFIG_NAME, policy=site_files(paths).policy(CONFIG_NAME))


def _rules(file: str) -> Mapping[str, Entry]:
    from batola_desk.settings_registry import build_registry

    return rules_of(build_registry(), file)
