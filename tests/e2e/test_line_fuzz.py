"""A short version of ``make fuzz``: hostile datagrams and streams against a real engine with a live call."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.e2e import jack_rig
from tests.e2e.line_rig import ROOT

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(150)]

GAP_LIMIT_MS = 250.0  # a loaded machine; ``make fuzz`` alone asks for 60


def test_twenty_thousand_shots_end_neither_the_line_nor_the_voice() -> None:
    if not jack_rig.is_available():
        pytest.skip("jackd or JACK-Client is not installed")
    command = [sys.executable, "-m", "tools.fuzz_line", "--datagrams", "20000", "--batch", "5000"]
    command += ["--rate", "2000", "--quiet", "3", "--gap-limit", str(GAP_LIMIT_MS), "--seed", "112"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert lines, done.stderr[-2000:]
    print(lines[-1])
    assert lines[-1].get("verdict") == "good", (lines[-1], done.stderr[-2000:])
    assert done.returncode == 0
    assert lines[-1]["sent"] == 20_000
    assert lines[-1]["lost"] == 0
