"""Bring the translations up to date with the source texts and compile them.

    python tools/update_translations.py             # extract, merge, compile
    python tools/update_translations.py --check     # change nothing; exit code 1 if something is behind

Source texts are Indonesian and stand in the code; ``en.ts`` is the English translation. ``qt_id.ts`` says
Qt's own few texts (context menus of fields) in Indonesian, which Qt does not ship; it is written by hand.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import PySide6

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "resources" / "i18n"
ENGLISH = FOLDER / "en.ts"
HAND_WRITTEN = (FOLDER / "qt_id.ts",)
EXTRACT = (
    "-silent",
    "-extensions",
    "py",
    "-no-obsolete",
    "-sort-messages",
    "-no-ui-lines",
    "-locations",
    "none",
    "-disable-heuristic",
    "similartext",
    "-source-language",
    "id_ID",
    "-target-language",
    "en_GB",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One source text with its translation; ``is_finished`` False = nobody translated it yet."""

    context: str
    source: str
    translation: str
    is_finished: bool


def qt_tool(name: str) -> str:
    """Return the path of a Linguist tool; PySide6-Essentials ships them beside its modules."""
    folder = Path(PySide6.__file__).parent
    for candidate in (folder / name, folder / f"{name}.exe"):
        if candidate.is_file():
            return str(candidate)
    raise FileNotFoundError(f"{name} is not in {folder}")


def extract(ts_path: Path) -> None:
    """Merge the source texts of the screen into a translation file."""
    command = [qt_tool("lupdate"), *EXTRACT, str(ROOT / "batola_desk" / "ui"), "-ts", str(ts_path)]
    subprocess.run(command, check=True, cwd=ROOT)


def compile_ts(ts_path: Path, qm_path: Path) -> None:
    """Compile a translation file into what the desk loads."""
    subprocess.run([qt_tool("lrelease"), "-silent", str(ts_path), "-qm", str(qm_path)], check=True, cwd=ROOT)


def read_texts(ts_path: Path) -> list[Text]:
    """Return every text of a translation file."""
    found = []
    for context in ElementTree.parse(ts_path).getroot().iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            target = message.find("translation")
            words = "" if target is None or target.text is None else target.text
            done = target is not None and target.get("type") is None and bool(words)
            found.append(Text(name, message.findtext("source", ""), words, done))
    return found


def complaints() -> list[str]:
    """Return what is behind: texts missing in ``en.ts``, gone from the code, or without a translation."""
    with tempfile.TemporaryDirectory() as folder:
        fresh_path = Path(folder) / "fresh.ts"
        extract(fresh_path)
        fresh = {(text.context, text.source) for text in read_texts(fresh_path)}
    texts = read_texts(ENGLISH)
    known = {(text.context, text.source) for text in texts}
    return [
        *(f"not extracted: {context}: {source}" for context, source in sorted(fresh - known)),
        *(f"gone from the code: {context}: {source}" for context, source in sorted(known - fresh)),
        *(f"not translated: {text.context}: {text.source}" for text in texts if not text.is_finished),
    ]


def update() -> None:
    """Extract, merge and compile."""
    extract(ENGLISH)
    for ts_path in (ENGLISH, *HAND_WRITTEN):
        compile_ts(ts_path, ts_path.with_suffix(".qm"))


def main() -> int:
    """Update or check the translations."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing, report what is behind")
    if not parser.parse_args().check:
        update()
    found = complaints()
    for line in found:
        print(line)
    print(f"translations: {len(read_texts(ENGLISH))} texts, {len(found)} complaints")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
