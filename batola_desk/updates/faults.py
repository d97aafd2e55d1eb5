"""What can be wrong with an update; the words stand in ``ui/update_error_texts.py``."""

from __future__ import annotations

from typing import Final

from batola_desk.domain.errors import EnvironmentFault

PAST: Final = frozenset({"update_same", "update_older"})
"""What lies ready is what runs, or older: it was installed. Nothing to tell."""


class UpdateFault(EnvironmentFault):
    """An update is refused or cannot be had; ``code`` begins with ``update_``. Nothing was changed."""
