"""Both themes are complete and readable: contrast after WCAG 2.2, every role filled, every icon drawn."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from batola_desk.settings.paths import resource_path
from batola_desk.ui.map.palette import TOKENS as MAP_TOKENS
from batola_desk.ui.theme import apply_theme, icon, tokens
from batola_desk.ui.theme.apply import fill_template
from batola_desk.ui.theme.tokens import DARK, LIGHT, TEXT_PAIRS, THEMES

TEXT_CONTRAST = 4.5  # Source: WCAG 2.2 SC 1.4.3
SHAPE_CONTRAST = 3.0  # Source: WCAG 2.2 SC 1.4.11
SURFACES = ("window", "panel", "panel_alt", "field", "raised")


def luminance(colour: str) -> float:
    """Relative luminance. Source: WCAG 2.2."""
    parts = [channel / 255 for channel in QColor(colour).getRgb()[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def style_rules() -> list[tuple[str, str]]:
    """Selector and body of every rule of the style sheet."""
    text = re.sub(r"/\*.*?\*/", "", resource_path("qss", "desk.qss").read_text(encoding="utf-8"), flags=re.S)
    return [(match[1].strip(), match[2]) for match in re.finditer(r"([^{}]+)\{([^{}]*)\}", text)]


def test_contrast_itself_is_measured_right() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_both_themes_know_the_same_roles() -> None:
    assert LIGHT.keys() == DARK.keys()
    assert [role for role in MAP_TOKENS if role not in LIGHT] == []
    assert all(QColor(colour).isValid() for theme in THEMES.values() for colour in theme.values())


@pytest.mark.parametrize("name", THEMES)
def test_every_text_pair_has_enough_contrast(name: str) -> None:
    roles = tokens(name)
    weak = {
        f"{text} on {ground}": round(contrast(roles[text], roles[ground]), 2)
        for text, ground in TEXT_PAIRS
        if contrast(roles[text], roles[ground]) < TEXT_CONTRAST
    }
    assert weak == {}


@pytest.mark.parametrize("name", THEMES)
def test_every_rule_of_the_style_sheet_is_readable(name: str) -> None:
    roles, weak, seen = tokens(name), {}, 0
    for selector, body in style_rules():
        ground = re.search(r"(?<![-\w])background(?:-color)?:\s*@(\w+)", body)
        text = re.search(r"(?<![-\w])color:\s*@(\w+)", body)
        if ground is None or text is None or ":disabled" in selector:
            continue  # WCAG asks nothing of what cannot be used
        seen += 1
        ratio = contrast(roles[text[1]], roles[ground[1]])
        if ratio < TEXT_CONTRAST:
            weak[selector] = round(ratio, 2)
    assert seen > 30
    assert weak == {}


@pytest.mark.parametrize("name", THEMES)
def test_focus_ring_and_meters_stand_out_from_every_surface(name: str) -> None:
    roles = tokens(name)
    weak = {
        f"{shape} on {ground}": round(contrast(roles[shape], roles[ground]), 2)
        for shape in ("focus", "border_strong", "meter_ok", "meter_warn", "meter_hot")
        for ground in SURFACES
        if contrast(roles[shape], roles[ground]) < SHAPE_CONTRAST
    }
    assert weak == {}


@pytest.mark.parametrize("name", THEMES)
def test_every_role_of_the_style_sheet_is_filled(name: str) -> None:
    template = resource_path("qss", "desk.qss").read_text(encoding="utf-8").split("*/", 1)[1]
    filled = fill_template(template, tokens(name), 10.0)
    assert "@" not in filled
    assert "#" in filled


def test_a_role_nobody_declared_is_told() -> None:
    with pytest.raises(KeyError):
        fill_template("color: @nowhere", LIGHT, 10.0)


def test_text_sizes_follow_the_base_size() -> None:
    assert fill_template("font-size: @pt150;", {}, 10.0) == "font-size: 15.0pt;"


@pytest.mark.parametrize("path", sorted(resource_path("icons").glob("*.svg")), ids=lambda path: path.stem)
def test_an_icon_is_one_colour_and_visible(path, qapp: QApplication) -> None:  # type: ignore[no-untyped-def]
    text = path.read_text(encoding="utf-8")
    ElementTree.fromstring(text)
    assert set(re.findall(r'(?:fill|stroke)="([^"]+)"', text)) <= {"currentColor", "none"}
    image = icon(path.stem, "text").pixmap(QSize(20, 20)).toImage()
    covered = sum(
        image.pixelColor(x, y).alpha() > 128 for x in range(image.width()) for y in range(image.height())
    )
    assert covered > 0.05 * image.width() * image.height()


@pytest.mark.parametrize("name", THEMES)
def test_a_theme_can_be_changed_while_the_desk_runs(name: str, qapp: QApplication) -> None:
    before = (qapp.styleSheet(), qapp.font(), qapp.palette())
    try:
        apply_theme(qapp, name, 125)
        assert tokens(name)["panel"] in qapp.styleSheet()
        assert qapp.font().pointSizeF() == pytest.approx(10.5 * 1.25)
    finally:
        qapp.setStyleSheet(before[0])
        qapp.setFont(before[1])
        qapp.setPalette(before[2])
