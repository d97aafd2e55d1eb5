"""What people said in the window about devices, for the program of positions on the same computer.

The desk writes it whenever the journal says something new; the program lays it over ``units.toml``. Programs
on other computers need none: they hand a device they do not know on by its name, and every desk says whose it
is.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

GIVEN_NAME: Final = "avl-given.json"
FILE_BYTES_MAX: Final = 4 << 20  # LIMIT: thousands of devices


def write_given(path: Path, given: Mapping[str, str]) -> None:
    """Replace the file in one step; a device that was taken away has an empty unit. Raises OSError."""
    fresh = path.with_suffix(".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(dict(given), file, ensure_ascii=False, sort_keys=True)
    fresh.replace(path)


def read_given(path: Path) -> dict[str, str]:
    """Return what the desk wrote; nothing when there is no usable file."""
    try:
        with path.open("rb") as file:
            return msgspec.json.decode(file.read(FILE_BYTES_MAX), type=dict[str, str])
    except (OSError, ValueError, msgspec.MsgspecError):
        return {}


def laid_over(shipped: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return device to unit: the configuration's, and over it what people said."""
    both = {**shipped, **given}
    return {device: unit_id for device, unit_id in both.items() if unit_id}
