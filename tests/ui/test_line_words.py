"""What the line panel says when the telephone line is not well."""

from __future__ import annotations

import pytest

from batola_desk.ui.line.line_words import line_trouble


@pytest.mark.parametrize("mode", ["starting", "failed"])
def test_a_taken_port_is_not_called_a_start_or_a_missing_registration(mode: str) -> None:
    words = line_trouble(mode, "sip_port_unavailable")
    assert "Port telepon" in words
    assert "Ctrl+L" in words
    assert "Panggilan langsung masih bisa masuk" not in words
    assert "…" not in words


def test_a_wrong_line_configuration_is_named_while_the_engine_cannot_start() -> None:
    assert "line.toml" in line_trouble("starting", "line_config_unusable")


def test_a_line_that_is_well_says_nothing() -> None:
    assert line_trouble("direct") == line_trouble("registered", "") == ""


def test_a_line_that_merely_starts_says_so() -> None:
    assert "dinyalakan" in line_trouble("starting", "engine_not_reached")
