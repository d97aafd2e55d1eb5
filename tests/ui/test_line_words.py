"""What the line panel says when the telephone line is not well."""

from __future__ import annotations

import pytest

from batola_desk.services.views import CallOrigin
from batola_desk.ui.line.line_words import line_trouble, origin_words


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


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (CallOrigin(), ""),
        (CallOrigin(service="sos.fire"), "minta pemadam kebakaran"),
        (CallOrigin(service="sos.moon"), "minta sos.moon"),
        (CallOrigin(diverted_from="110"), "semula ke 110"),
        (CallOrigin(has_location=True), "posisi ikut terkirim"),
        (
            CallOrigin(service="sos", has_location=True, position=(-3.2, 114.6, 50.4)),
            "minta darurat · posisi ikut terkirim: -3.20000, 114.60000 ± 50 m",
        ),
        (
            CallOrigin(has_location=True, position=(-3.2, 114.6, None)),
            "posisi ikut terkirim: -3.20000, 114.60000",
        ),
    ],
)
def test_what_came_with_the_call_is_said(origin: CallOrigin, words: str) -> None:
    assert origin_words(origin) == words
