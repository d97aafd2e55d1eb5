"""The exit codes of setup stand in three places and are the same."""

from __future__ import annotations

from pathlib import Path

from batola_desk.app.setup.setup_words import Code


def test_setup_says_the_same_numbers_everywhere() -> None:
    root = Path(__file__).parents[3]
    script = (root / "installer" / "codes.nsh").read_text()
    page = (root / "docs" / "it" / "install.md").read_text()
    for code in Code:
        if code is not Code.DONE:
            assert f"!define CODE_{code.name} {code.value}\n" in script
        assert f"| {code.value} |" in page
    assert script.count("!define") == len(Code) - 1
