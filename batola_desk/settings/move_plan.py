"""Files that change places together: written down first, so that a power cut is gone on from.

Every step is a rename and can be taken again. As long as the plan's file exists, the places it names are
nobody's to use; whoever finds it finishes it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from batola_desk.settings.whole_file import write_whole


@dataclass(frozen=True, slots=True)
class Move:
    """One place.

    Attributes:
        aside: where goes what stands there now.
        staged: what comes there; empty: nothing.
    """

    target: str
    aside: str
    staged: str = ""


def write_plan(plan: Path, moves: Sequence[Move]) -> None:
    """Decide on it: from here on it will be done. Raises OSError, and then nothing was decided."""
    write_whole(plan, json.dumps([asdict(move) for move in moves]).encode())


def finish_plan(plan: Path) -> bool:
    """Do what is left of a plan; returns whether there was one.

    Raises:
        OSError: a file cannot be moved now; the plan stays.
        ValueError: the plan cannot be read.
    """
    if not plan.exists():
        return False
    for values in json.loads(plan.read_bytes()):
        _move(Move(**values))
    plan.unlink()
    return True


def _move(move: Move) -> None:
    target, aside, staged = Path(move.target), Path(move.aside), Path(move.staged)
    if move.staged and not staged.exists():
        return  # taken before the power went
    if target.exists():
        aside.parent.mkdir(parents=True, exist_ok=True)
        target.replace(aside)
    if move.staged:
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(target)
