"""What the pages name is there: files, make targets, modules to start, commands with their options."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from batola_desk.__main__ import build_parser

ROOT = Path(__file__).parents[3]
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))
FENCED = re.compile(r"^```.*?\n(.*?)^```", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"^ {4}(\S.*)$", re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
FILE = re.compile(r"(?<![\w/.:*<{-])[\w./-]*\w\.(?:py|sh|ps1|sql|md|toml)\b")
FOLDER = re.compile(
    r"(?<![\w/.:-])(?:batola_desk|tests|tools|resources|docs|installer|\.ci)/[\w./-]*(?![\w*<{…])"
)
MAKE = re.compile(r"\bmake ([a-z][\w-]*)")
MODULE = re.compile(r"-m ((?:batola_desk|tests|tools)[\w.]*)")
COMMAND = re.compile(r'\bbatola-desk(?:\.exe)?"?((?: +[^\s|&;>#◀▶─]+)+)')
TREES = ("", "batola_desk", "resources/config", "resources/settings")
NOT_OURS = frozenset({"setup.py"})  # of packages
NOT_HERE = frozenset({"domain.md", "design.md"})  # the centre's own specification, see CONTRIBUTING.md
WRITTEN = frozenset({"policy.toml", "meja-b.toml"})  # by whoever runs the desk


@cache
def code_of(page: Path) -> tuple[str, ...]:
    """Every line of code and every word in code letters."""
    text = page.read_text(encoding="utf-8")
    blocks = [line for block in FENCED.findall(text) for line in block.replace("\\\n", " ").splitlines()]
    text = FENCED.sub("", text)
    return (*blocks, *INDENTED.findall(text), *INLINE.findall(text))


@cache
def names_of_files() -> frozenset[str]:
    """Names of all files of the repository, of its own trees alone."""
    trees = ("batola_desk", "tests", "tools", "docs", "installer", "resources")
    return frozenset(path.name for tree in trees for path in (ROOT / tree).rglob("*") if path.suffix)


def is_there(name: str, page: Path) -> bool:
    """A path from the root, from a room's or the page's folder, or the mere name of a file.

    ``_attacks.py`` after ``test_secretariat_server.py`` and ``docs/decisions/0001`` are beginnings and ends.
    """
    if any((ROOT / tree / name).exists() for tree in TREES) or (page.parent / name).exists():
        return True
    if name.startswith("catalog/"):  # of a desk's own folder, over resources/config
        return (ROOT / "resources" / "config" / name.removeprefix("catalog/")).exists()
    if name.startswith("docs/decisions/"):
        return any(ROOT.glob(f"{name}-*.md"))
    names = names_of_files()
    return "/" not in name and (name in names or (name[0] == "_" and any(n.endswith(name) for n in names)))


def missing_files(page: Path) -> Iterator[str]:
    for code in code_of(page):
        if "://" in code:
            continue
        for name in {*FILE.findall(code), *FOLDER.findall(code)}:
            known = Path(name).name in NOT_OURS | NOT_HERE | WRITTEN
            if not known and not is_there(name.rstrip("/."), page):
                yield name


def targets() -> set[str]:
    rules = re.findall(
        r"^([a-z][\w -]*):(?!=)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    return {name for rule in rules for name in rule.split()}


def commands_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


@cache
def whole_parser() -> argparse.ArgumentParser:
    return build_parser()


def unknown_words(words: list[str]) -> Iterator[str]:
    """What the program would not take: a word where a command must stand, an option that nobody has."""
    parser = whole_parser()
    options = set(parser._option_string_actions)
    for word in (word.strip("[]();,.…") for word in words):
        if word.startswith("--"):
            if word.partition("=")[0] not in options:
                yield word
        elif word in commands_of(parser):
            parser = commands_of(parser)[word]
            options |= set(parser._option_string_actions)
        elif commands_of(parser) and re.fullmatch(r"[a-z][a-z-]+", word) and "--" not in words[0]:
            yield word


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_file_that_is_named_is_there(page: Path) -> None:
    assert sorted(missing_files(page)) == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_target_and_module_that_is_named_can_be_started(page: Path) -> None:
    named = " \n ".join(code_of(page))
    assert set(MAKE.findall(named)) <= targets()
    for module in MODULE.findall(named):
        path = ROOT / module.replace(".", "/")
        assert path.with_suffix(".py").exists() or (path / "__main__.py").exists(), module


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_program_takes_every_command_that_is_named(page: Path) -> None:
    refused = [
        (code, word)
        for code in code_of(page)
        for words in COMMAND.findall(code)
        for word in unknown_words(words.split())
    ]
    assert refused == []
