"""What people said in the window about devices, for the program of positions on the same computer.

The desk writes it whenever the journal says something new; the program lays it over ``units.toml``. Programs
on other computers need none: they hand a device they do not know on by its name, and every desk says whose it
is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import msgspec

from batola_desk.settings.whole_file import write_whole

GIVEN_NAME: Final = "avl-given.json"
FILE_BYTES_MAX: Final = 4 << 20  # LIMIT: thousands of devices


def write_given(path: Path, given: Mapping[str, str]) -> None:
    """Replace the file in one step; a device that was taken away has an empty unit. Raises OSError."""
    content = json.dumps(dict(given), ensure_ascii=False, sort_keys=True).encode()
    write_whole(path, content, is_private=True)


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
