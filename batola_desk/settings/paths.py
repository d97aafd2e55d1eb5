"""Where things live: shipped resources, and this machine's configuration, data and runtime folders."""

from __future__ import annotations

import os
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP_NAME = "BatolaDesk"


def resources_root() -> Path:
    """Return the folder of shipped resources: $BATOLA_RESOURCES, the source tree, or the installed copy."""
    override = os.environ.get("BATOLA_RESOURCES")
    if override:
        return Path(override)
    source_tree = Path(__file__).resolve().parents[2] / "resources"
    if source_tree.is_dir():
        return source_tree
    return Path(sys.prefix) / "share" / "batola-desk" / "resources"


def resource_path(*parts: str) -> Path:
    """Return the path of one shipped resource."""
    return resources_root().joinpath(*parts)


@dataclass(frozen=True, slots=True)
class DeskPaths:
    """Folders of one desk. ``home`` (``--home``) puts everything under one folder, as demo and tests do."""

    data: Path
    config: Path
    runtime: Path
    log: Path

    @classmethod
    def for_home(cls, home: Path) -> DeskPaths:
        """Return a layout wholly below ``home``."""
        return cls(data=home / "data", config=home / "config", runtime=home / "run", log=home / "log")

    @classmethod
    def for_machine(cls) -> DeskPaths:
        """Return this machine's standard layout."""
        dirs = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
        with warnings.catch_warnings():
            # A service has no XDG_RUNTIME_DIR: the folder that platformdirs takes instead will do.
            warnings.simplefilter("ignore", UserWarning)
            runtime = Path(dirs.user_runtime_dir) / APP_NAME
        return cls(
            data=Path(dirs.user_data_dir),
            config=Path(dirs.user_config_dir),
            runtime=runtime,
            log=Path(dirs.user_log_dir),
        )

    @property
    def journal(self) -> Path:
        """The desk's own journal file."""
        return self.data / "journal.sqlite"

    @property
    def people(self) -> Path:
        """Who has sat here, and what proves them while the server is away."""
        return self.data / "people.json"

    @property
    def recordings(self) -> Path:
        """The folder of call recordings."""
        return self.data / "recordings"

    @property
    def exports(self) -> Path:
        """What people asked to have written out."""
        return self.data / "exports"

    @property
    def spool(self) -> Path:
        """The engine's facts that the screen has not confirmed yet."""
        return self.data / "engine-spool.sqlite"

    @property
    def map_packs(self) -> Path:
        """The folder of the map pack in use (``map.pack.store.PackStore``)."""
        return self.data / "map"

    @property
    def tide_table(self) -> Path:
        """The tide table in use (``map.tide``)."""
        return self.data / "tide.csv"

    def create(self) -> None:
        """Create all folders, readable by this user only."""
        for folder in (self.data, self.config, self.runtime, self.log, self.recordings):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
