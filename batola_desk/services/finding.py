"""Names, positions and look-alikes of one desk, put together."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from batola_desk.services.board import Board
from batola_desk.services.context import Context
from batola_desk.services.duplicates import Duplicates
from batola_desk.services.nearby import NearbyService
from batola_desk.services.places import LandmarkSource, Places, build_places
from batola_desk.services.suggest import Suggestions


class Finding(NamedTuple):
    """What answers "where is it" and "has somebody else reported it"."""

    places: Places
    nearby: NearbyService
    duplicates: Duplicates
    suggestions: Suggestions


def build_finding(context: Context, board: Board, landmarks: LandmarkSource, packs: Path) -> Finding:
    """Build them all; ``duplicates`` still wants to be told whom to ask for tickets."""
    places = build_places(context, landmarks, packs)
    suggestions = Suggestions(places, context.rules, language=context.language)
    return Finding(
        places, NearbyService(context, board, places), Duplicates(context, board, places), suggestions
    )
