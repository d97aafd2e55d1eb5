"""Own checks of the house: sizes of modules, colours outside the theme, f-strings in tr(), files of tests."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULE_LINES_MAX = 600  # LIMIT: beyond this nobody reads a module in one sitting
FUNCTION_LINES_MAX = 70
HEX_COLOUR = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']""")
TEST_IMPORT = re.compile(r"\s*from tests\.[\w.]*\btest_\w+ import ")


def check_sizes(path: Path, text: str, tree: ast.Module) -> list[str]:
    """Return complaints about a module or a function that grew too long."""
    found = []
    lines = text.count("\n")
    if lines > MODULE_LINES_MAX:
        found.append(f"{path}:1 module has {lines} lines, at most {MODULE_LINES_MAX}")
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            length = node.end_lineno - node.lineno + 1
            if length > FUNCTION_LINES_MAX:
                found.append(
                    f"{path}:{node.lineno} {node.name} has {length} lines, at most {FUNCTION_LINES_MAX}"
                )
    return found


def check_screen_words(path: Path, text: str, tree: ast.Module) -> list[str]:
    """Return complaints about colours outside the theme and translations that cannot match."""
    found = []
    if "ui/theme" not in path.as_posix():
        for number, line in enumerate(text.splitlines(), start=1):
            if HEX_COLOUR.search(line):
                found.append(f"{path}:{number} colour outside ui/theme")
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "tr"
            and node.args
            and isinstance(node.args[0], ast.JoinedStr)
        ):
            found.append(f"{path}:{node.lineno} f-string in tr() is never translated")
    return found


def check_painters(path: Path, text: str, tree: ast.Module) -> list[str]:
    """Return complaints about painters of a widget that end only when their frame is forgotten.

    Whoever holds a frame (a traceback, a debugger, a profiler) keeps it alive past its end.
    """
    begun = {
        id(item.context_expr) for node in ast.walk(tree) if isinstance(node, ast.With) for item in node.items
    }
    return [
        f"{path}:{node.lineno} QPainter(self) outside of 'with'"
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node) == "QPainter(self)" and id(node) not in begun
    ]


def check_plain_words(path: Path, tree: ast.Module) -> list[str]:
    """Return complaints about words that Qt may read as markup: tips and labels of what people wrote."""
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = ast.unparse(node.func)
        at = {"setToolTip": 0, "showText": 1}.get(name.rpartition(".")[2])
        if at is not None and len(node.args) > at and not _is_own_words(node.args[at]):
            found.append(f"{path}:{node.lineno} a tip goes through plain_tip()")
        if name == "QLabel" and node.args and not isinstance(node.args[0], ast.Constant | ast.Name):
            found.append(f"{path}:{node.lineno} QLabel with words: use incident.parts.label()")
    text = ast.unparse(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.ClassDef) or "QLabel" not in map(ast.unparse, node.bases):
            continue
        if "setTextFormat(Qt.TextFormat.PlainText)" not in ast.unparse(node):
            found.append(f"{path}:{node.lineno} {node.name} does not say that its words are plain")
    if "ToolTipRole" in text and "plain_tip(" not in text:
        found.append(f"{path}:1 tips of a model go through plain_tip()")
    return found


def _is_own_words(words: ast.expr) -> bool:
    """Whether it is a literal of the program, or was made plain."""
    if isinstance(words, ast.Constant):
        return True
    if not isinstance(words, ast.Call):
        return False
    name = ast.unparse(words.func).rpartition(".")[2]
    is_literal = all(isinstance(part, ast.Constant) for part in words.args)
    return name == "plain_tip" or (name == "tr" and is_literal)


def check_test_imports(tests: Path) -> list[str]:
    """Return complaints about what is taken from a file of tests: what two share stands beside them."""
    found = []
    for path in sorted(tests.rglob("*.py")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if TEST_IMPORT.match(line):
                found.append(f"{path.relative_to(ROOT)}:{number} import from a file of tests")
    return found


def check_test_names(tests: Path) -> list[str]:
    """Return complaints about files of one name: the runner takes the second for the first, and stops."""
    seen: dict[str, Path] = {}
    found = []
    for path in sorted(tests.rglob("test_*.py")):
        if path.name in seen:
            shown, first = path.relative_to(ROOT), seen[path.name].relative_to(ROOT)
            found.append(f"{shown}:1 has the name of {first}")
        seen[path.name] = path
    return found


def main() -> int:
    """Check the whole package; exit code 1 with one line per complaint."""
    complaints: list[str] = []
    for path in sorted((ROOT / "batola_desk").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        shown = path.relative_to(ROOT)
        complaints += check_sizes(shown, text, tree)
        complaints += check_screen_words(shown, text, tree)
        complaints += check_painters(shown, text, tree)
        complaints += check_plain_words(shown, tree)
    complaints += check_test_names(ROOT / "tests")
    complaints += check_test_imports(ROOT / "tests")
    for line in complaints:
        print(line)
    print(f"house: {len(complaints)} complaints")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
