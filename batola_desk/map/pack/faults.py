"""What can be wrong with a map pack or with a file to make one from."""

from __future__ import annotations

from batola_desk.domain.errors import EnvironmentFault


class MapPackFault(EnvironmentFault):
    """A pack, or a file to import, that cannot be used; nothing was changed.

    Values: ``file`` (its name without folders) and what the code's text needs.
    """
