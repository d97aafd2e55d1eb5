"""Every colour role that the data names exists in every theme."""

from __future__ import annotations

import pytest

from batola_desk.ui.theme.tokens import THEMES
from tests.support.shipped import shipped_catalog


@pytest.mark.parametrize("theme", sorted(THEMES))
def test_every_call_class_has_its_colours(theme: str) -> None:
    for kind in shipped_catalog().classes.values():
        assert f"{kind.colour_role}_bg" in THEMES[theme]
        assert f"{kind.colour_role}_text" in THEMES[theme]
