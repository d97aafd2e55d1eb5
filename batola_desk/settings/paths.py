"""Where things live: shipped resources, and this machine's configuration, data and runtime folders."""

from __future__ import annotations

import os
import sys
import warnings
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from batola_desk.settings.installation import APP_NAME, Installation, find_installation

SETTINGS_NAME = "settings.toml"
POLICY_NAME = "policy.toml"
# The folder above decides on Windows: since 3.12.4 a mode of 0o700 would shut out the next operator.
_PRIVATE = 0o777 if sys.platform == "win32" else 0o700


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
    """Folders of one desk. ``home`` (``--home``) puts everything under one folder, as demo and tests do.

    Attributes:
        config: what IT sets; an installed desk's operators read it and cannot change it.
        choices: what people choose at the desk; the same folder where nobody has to be kept out.
        updates: packages that lie ready; programs that IT will start, so only IT may write there.
        policy: file of the organisation's policy; None = the registry of Windows.
    """

    data: Path
    config: Path
    choices: Path
    runtime: Path
    log: Path
    updates: Path
    policy: Path | None = None

    @classmethod
    def for_home(cls, home: Path) -> DeskPaths:
        """Return a layout wholly below ``home``."""
        config = home / "config"
        return cls(
            data=home / "data",
            config=config,
            choices=config,
            runtime=home / "run",
            log=home / "log",
            updates=home / "updates",
            policy=home / POLICY_NAME,
        )

    @classmethod
    def for_installation(cls, installed: Installation) -> DeskPaths:
        """Return the layout that the Windows installer makes: one desk for everybody who sits there."""
        return cls(
            data=installed.data,
            config=installed.root / "config",
            choices=installed.data / "choices",
            runtime=installed.root / "run",
            log=installed.root / "log",
            updates=installed.root / "updates",
        )

    @classmethod
    def for_machine(cls) -> DeskPaths:
        """Return this machine's standard layout."""
        installed = find_installation()
        if installed is not None:
            return cls.for_installation(installed)
        dirs = platformdirs.PlatformDirs(APP_NAME, appauthor=False)
        with warnings.catch_warnings():
            # A service has no XDG_RUNTIME_DIR: the folder that platformdirs takes instead will do.
            warnings.simplefilter("ignore", UserWarning)
            runtime = Path(dirs.user_runtime_dir) / APP_NAME
        return cls(
            data=Path(dirs.user_data_dir),
            config=Path(dirs.user_config_dir),
            choices=Path(dirs.user_config_dir),
            runtime=runtime,
            log=Path(dirs.user_log_dir),
            updates=Path(dirs.user_data_dir) / "updates",
            policy=None if sys.platform == "win32" else Path("/etc/batola-desk") / POLICY_NAME,
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

    @property
    def are_untouched(self) -> bool:
        """Whether neither IT nor a person has ever set up or used a desk here."""
        return not self.journal.exists() and not any(self.config.glob("*.toml"))

    def create(self) -> None:
        """Create all folders, readable by this user only."""
        for folder in (self.data, self.config, self.choices, self.runtime, self.log, self.recordings):
            folder.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
