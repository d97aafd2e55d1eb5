"""What a desk's program has written down, asked behind its back."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.e2e.desk_rig import DeskRig
from tests.e2e.line_rig import ROOT


def verify(home: Path) -> int:
    """Return the exit code of ``batola-desk verify``."""
    command = [sys.executable, "-m", "batola_desk", "--home", str(home), "verify"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    print(done.stdout[-800:], done.stderr[-800:])
    return done.returncode


def field(desk: DeskRig, name: str) -> str:
    """Return a column of the only ticket."""
    rows = desk.rows(f"select {name} from incident_row")
    return "" if not rows or rows[0][0] is None else str(rows[0][0])


def body_of(desk: DeskRig, kind: str) -> dict[str, object]:
    """Return the newest fact of a kind, empty when there is none."""
    rows = desk.rows("select body from journal where kind = ? order by row_id desc limit 1", kind)
    found: dict[str, object] = json.loads(str(rows[0][0])) if rows else {}
    return found


def alarms(desk: DeskRig) -> str:
    """Everything the journal says about alarms."""
    return str(desk.rows("select body from journal where kind like 'desk.alarm%' or kind like 'alarm%'"))
