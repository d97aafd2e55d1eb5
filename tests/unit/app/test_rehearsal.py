"""The rehearsal does not wait for what cannot come any more."""

from __future__ import annotations

import subprocess
import sys

import pytest

from batola_desk.app.doctor.rehearsal import CALL_LIMIT_S, RehearsalError, _Calls


def test_a_line_that_is_gone_is_told_at_once() -> None:
    calls = _Calls()
    calls.lose("closed")
    with pytest.raises(RehearsalError, match="saluran berakhir"):
        calls.wait_for("ringing", CALL_LIMIT_S)


def test_a_caller_that_is_gone_is_told_at_once() -> None:
    caller = subprocess.Popen([sys.executable, "-c", "raise SystemExit(7)"])
    with caller, pytest.raises(RehearsalError, match="kode 7"):
        _Calls().wait_for("ringing", CALL_LIMIT_S, caller)
