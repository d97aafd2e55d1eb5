"""Writes the table of findings in docs/it/doctor.md from the doctor's texts; ``check`` says if it is old."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from batola_desk.ui.doctor_words import DOCTOR_TEXTS
from tools import translations

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "it" / "doctor.md"
BEGIN, END = "<!-- findings: tools/doctor_page.py -->", "<!-- end of findings -->"
_MAKERS = {"ok": "ok", "warn": "warn", "fail": "fail"}
_MARKS = {"ok": "OK", "warn": "!", "fail": "**X**"}


def levels() -> dict[str, set[str]]:
    """Return for each code how bad it can be, as the doctor's modules say it."""
    found: dict[str, set[str]] = {}
    made: list[tuple[str, str]] = []  # beginnings of codes whose end is a value
    for path in [*sorted((ROOT / "batola_desk" / "app" / "doctor").glob("*.py")), *_SERVICES]:
        for code, level in _said(ast.parse(path.read_text(encoding="utf-8"))):
            if code.endswith("*"):
                made.append((code[:-1], level))
            else:
                found.setdefault(code, set()).add(level)
    for code in DOCTOR_TEXTS.keys() - found.keys():
        for beginning, level in made:
            if code.startswith(beginning):
                found.setdefault(code, set()).add(level)
    return found


_SERVICES = sorted((ROOT / "batola_desk" / "services").glob("doctor*.py"))


def _said(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not node.args:
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _MAKERS:
            for code in _codes(node.args[0]):
                yield code, name
        elif (
            name in {"Finding", "FoundView"} and len(node.args) > 1 and isinstance(node.args[1], ast.Constant)
        ):
            for code in _codes(node.args[0]):
                yield code, str(node.args[1].value)
        elif name == "found":  # one of ok and warn, chosen by what was measured
            for code in _codes(node.args[0]):
                yield from ((code, level) for level in _chosen(code))


def _chosen(code: str) -> tuple[str, ...]:
    return {"clock_right": ("ok",), "clock_wrong": ("warn",)}.get(code, ("ok", "warn"))


def _codes(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        yield f"{node.values[0].value}*"
    elif isinstance(node, ast.IfExp):
        yield from _codes(node.body)
        yield from _codes(node.orelse)


def _english() -> dict[str, str]:
    """Return the doctor's sentences as ``en.ts`` translates them; the same word means others elsewhere."""
    contexts = ElementTree.parse(translations.SOURCE).getroot().iter("context")
    return {
        str(item.findtext("source")): str(item.findtext("translation") or "")
        for context in contexts
        if context.findtext("name") == "labels"
        for item in context.iter("message")
    }


def table() -> str:
    """Return the findings as the page shows them."""
    told, english = levels(), _english()
    lines = ["| Code | | About | What it means | What still works | What to do |", "|---" * 6 + "|"]
    for code, texts in DOCTOR_TEXTS.items():
        marks = " / ".join(_MARKS[level] for level in ("ok", "warn", "fail") if level in told.get(code, ()))
        subject, what, works, remedy = (english.get(text, text).replace("|", "\\|") or "–" for text in texts)
        lines.append(f"| `{code}` | {marks} | {subject} | {what} | {works} | {remedy} |")
    return "\n".join(lines)


def page() -> str:
    """Return the page with the table of today."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n{table()}\n{END}{tail}"


def main(argv: list[str]) -> int:
    """``check``: exit code 1 if the page is old; without a word: write it."""
    if argv == ["check"]:
        return int(PAGE.read_text(encoding="utf-8") != page())
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
