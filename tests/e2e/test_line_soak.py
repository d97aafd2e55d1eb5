"""Half a minute of ``make soak``, so that the harness and what it asks for stay true."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e import jack_rig
from tests.e2e.line_rig import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(240)]

SEED = 354  # plays every kind of call but the vanishing caller, who takes minutes to be missed


def test_half_a_minute_of_trouble_leaves_every_call_in_the_journal_once(tmp_path: Path) -> None:
    if not jack_rig.is_available():
        pytest.skip("jackd or JACK-Client is not installed")
    command = [sys.executable, "-m", "tools.soak", "--minutes", "0.5", "--calls-per-minute", "36"]
    command += ["--seed", str(SEED), "--folder", str(tmp_path / "soak")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=220, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines, done.stderr[-2000:]
    verdict = lines[-1]
    print(verdict)
    assert verdict.get("verdict") == "good", (verdict, done.stderr[-2000:])
    assert done.returncode == 0
    assert verdict["calls"] >= 10
    assert verdict["errors_logged"] == []
