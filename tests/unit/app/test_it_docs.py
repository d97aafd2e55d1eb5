"""The pages for IT: every link leads somewhere, every symptom is in the words of the screen."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[3]
PAGES = sorted((ROOT / "docs" / "it").glob("*.md"))
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
FIRST_COLUMN = re.compile(r"^\| \*([^*]+)\* ", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    plain = (re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", head).replace("`", "").lower() for head in heads)
    return {re.sub(r"[^\w\- ]", "", head).replace(" ", "-") for head in plain}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    for name, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if "://" in name:
            continue
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {name}"
        if anchor and target.suffix == ".md":
            assert anchor in anchors(target), f"{page.name}: {name}#{anchor}"


def test_symptoms_stand_in_the_words_of_the_screen() -> None:
    tree = ElementTree.parse(ROOT / "resources" / "i18n" / "en.ts")
    said = [re.sub(r"\{\w+\}|%\d", "…", source.text or "") for source in tree.iter("source")]
    symptoms = FIRST_COLUMN.findall((ROOT / "docs" / "it" / "troubleshooting.md").read_text(encoding="utf-8"))
    assert len(symptoms) > 25
    for symptom in symptoms:
        parts = [part.strip() for part in symptom.split("…") if part.strip()]
        assert any(all(part in words for part in parts) for words in said), symptom
