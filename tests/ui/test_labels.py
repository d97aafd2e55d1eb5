"""Every code that a person may meet has words: states, reasons, clocks, errors."""

from __future__ import annotations

import ast
import errno
import os
import re
from collections import Counter
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

import pytest

from batola_desk.domain.call import CallState, EndCause
from batola_desk.domain.incident import IncidentState, TaskState
from batola_desk.domain.map_feature import FeatureKind
from batola_desk.domain.operator import DeskMode, OperatorState
from batola_desk.domain.unit import UnitState
from batola_desk.ui import labels
from batola_desk.ui.error_texts import ERROR_TABLES, ERROR_TEXTS, FALLBACK
from batola_desk.ui.system_words import in_own_words
from tools import translations

PACKAGE = Path(labels.__file__).resolve().parents[1]
NOT_FOR_PEOPLE = {"command_unknown"}  # a fault between our own two processes, shown by FALLBACK
TABLES = {
    name: table
    for name, table in vars(labels).items()
    if name.isupper() and name[0] != "_" and isinstance(table, Mapping) and name != "ERROR_TEXTS"
}


@pytest.mark.parametrize(
    ("codes", "table"),
    [
        (CallState, labels.CALL_STATES),
        (EndCause, labels.END_CAUSES),
        (IncidentState, labels.INCIDENT_STATES),
        (TaskState, labels.TASK_STATES),
        (UnitState, labels.UNIT_STATES),
        (FeatureKind, labels.FEATURE_KINDS),
        (OperatorState, labels.OPERATOR_STATES),
        (DeskMode, labels.DESK_MODES),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_every_state_has_words(codes: type[StrEnum], table: Mapping[str, str]) -> None:
    assert {code.value for code in codes} - table.keys() == set()
    assert table.keys() - {code.value for code in codes} == set()


def test_every_error_that_the_code_raises_has_words() -> None:
    raised = codes_raised()
    assert len(raised) > 60
    missing = {code: place for code, place in raised.items() if code not in ERROR_TEXTS}
    assert {code: place for code, place in missing.items() if code not in NOT_FOR_PEOPLE} == {}


def test_no_error_is_told_in_two_ways() -> None:
    told = Counter(code for table in ERROR_TABLES for code in table)
    assert [code for code, times in told.items() if times > 1] == []


def test_every_error_says_what_happened_and_nothing_is_left_open() -> None:
    values = {name: f"<{name}>" for name in ("call_class", "ticket", "seconds", "call_sign", "agency")}
    for code in ERROR_TEXTS:
        happened, works, next_step = labels.error_words(code, values)
        assert happened, code
        for text in (happened, works, next_step):
            assert "{" not in text, code
            assert not text or text[-1] in ".)!?…:", f"{code}: {text}"


def test_an_error_nobody_described_still_says_its_code() -> None:
    happened, works, next_step = labels.error_words("brand_new", {})
    assert "brand_new" in happened
    assert works == FALLBACK[1]
    assert next_step == FALLBACK[2]


def test_a_value_that_is_missing_never_breaks_a_message() -> None:
    for code in ERROR_TEXTS:
        assert labels.error_words(code, {})[0]


def test_several_values_are_read_out_as_a_list() -> None:
    text = labels.error_words("tasks_open", {"agencies": ("Polres", "Damkar")})[0]
    assert "Polres, Damkar" in text


@pytest.mark.parametrize("name", TABLES)
def test_a_table_has_no_empty_word_and_is_in_the_translation(name: str) -> None:
    known = {source for context, source, _, _ in translations.messages(translations.SOURCE)}
    words = set(TABLES[name].values())
    assert "" not in words
    assert words - known == set()


def test_a_code_nobody_knows_is_shown_rather_than_hidden() -> None:
    assert labels.word(labels.CALL_STATES, "teleported") == "teleported"


def codes_raised() -> dict[str, str]:
    """Code and place of every OperatorError and EnvironmentFault that is written out in the package."""
    found: dict[str, str] = {}
    for path in PACKAGE.rglob("*.py"):
        if "training" in path.parts:
            continue  # the training caller speaks to its own terminal
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            first = node.args[0]
            is_code = isinstance(first, ast.Constant) and isinstance(first.value, str)
            if is_code and name in {"OperatorError", "EnvironmentFault"}:
                found[first.value] = f"{path.relative_to(PACKAGE)}:{node.lineno}"
    return found


def test_every_reason_why_a_lead_was_refused_has_words() -> None:
    """An operator cannot act on ``unsigned``."""
    root = PACKAGE / "engine"
    source = (root / "supervision.py").read_text() + (root / "supervision_desk.py").read_text()
    reasons = set(re.findall(r'(?:PassRefused|_tell_refused)\("(\w+)"', source))
    assert len(reasons) >= 7
    assert reasons == set(labels.SUPERVISION_REFUSALS)


def test_what_the_system_says_in_english_is_said_in_the_language_of_the_screen() -> None:
    said = "meja.pem: [Errno 2] No such file or directory"
    assert in_own_words(said) == "meja.pem: [Errno 2] berkas atau folder itu tidak ada"
    assert in_own_words("sesuatu yang lain") == "sesuatu yang lain"
    words = labels.error_words("trace_not_written", {"path": "/x", "reason": os.strerror(errno.ENOSPC)})
    assert "disk penuh" in " ".join(words)
    for number in (errno.ENOENT, errno.EACCES, errno.ENOSPC, errno.EROFS, errno.EIO, errno.ECONNREFUSED):
        assert in_own_words(os.strerror(number)) != os.strerror(number)
