"""What an import is asked to do, what it says on the way, and what it reports at the end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Final

# What is going on, how much is done and of how much (0 = nobody knows). May raise to stop the import.
Progress = Callable[[str, int, int], None]

# Reasons for which something was left out.
OUTSIDE: Final = "outside"
UNKNOWN: Final = "unknown"
BROKEN: Final = "broken"
DUPLICATE: Final = "duplicate"
OTHER_PICTURE: Final = "other_picture"
NO_SHAPE: Final = "no_shape"


class ImportStopped(Exception):
    """Somebody cancelled; nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRequest:
    """What to import.

    Attributes:
        name: of the pack; "" = after the first file.
        attribution: words that must stand on the map; OpenStreetMap's own are known.
        date: day of the data, ISO; "" = what the file says.
        crs: projection of files that do not say it, such as ``EPSG:32750``; "" = they must.
        keep: keep what the pack in use has from other files.
        from_share: a finished pack that lay in the shared folder.
    """

    files: Sequence[Path]
    name: str = ""
    attribution: str = ""
    date: str = ""
    crs: str = ""
    keep: bool = False
    from_share: bool = False


@dataclass(slots=True, kw_only=True)
class FileReport:
    """What became of one file.

    Attributes:
        taken: features of each kind.
        skipped: how many were left out, for each reason.
        mended: broken geometries that could be put right.
        clipped: features that reached beyond the map's edge.
        recoded: texts that were not in the encoding the file claims.
        shortened: names that were too long or held unprintable characters.
    """

    file: str
    format: str
    date: str = ""
    attribution: str = ""
    taken: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    segments: int = 0
    tiles: int = 0
    mended: int = 0
    clipped: int = 0
    recoded: int = 0
    shortened: int = 0


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """What became of a whole import."""

    name: str
    files: list[FileReport]
    replaced: list[str] = field(default_factory=list)
    names: int = 0
    edges: int = 0
    pack_bytes: int = 0
    seconds: float = 0.0
    pack_file: str = ""

    def as_plain(self) -> dict[str, Any]:
        """Return it as JSON-able values."""
        files = [  # asdict() cannot copy a Counter
            {**asdict(replace(file, taken=Counter(), skipped=Counter())), "taken": dict(file.taken),
             "skipped": dict(file.skipped)}
            for file in self.files
        ]  # fmt: skip
        return {**asdict(replace(self, files=[])), "files": files}

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> ImportReport:
        """Return what ``as_plain`` gave."""
        files = [
            FileReport(**{**entry, "taken": Counter(entry["taken"]), "skipped": Counter(entry["skipped"])})
            for entry in plain["files"]
        ]
        return cls(**{**plain, "files": files})
