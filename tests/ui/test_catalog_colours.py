"""Every colour role that the data names exists in every theme."""

from __future__ import annotations

import pytest

from batola_desk.settings.catalog import load_catalog
from batola_desk.settings.paths import resource_path
from batola_desk.ui.theme.tokens import THEMES


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_every_call_class_has_its_colours(theme: str) -> None:
    for kind in load_catalog(resource_path("config")).catalog.classes.values():
        assert f"{kind.colour_role}_bg" in THEMES[theme]
        assert f"{kind.colour_role}_text" in THEMES[theme]
