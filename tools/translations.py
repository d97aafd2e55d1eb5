"""Screen texts: `update` reads them from the source into en.ts, `compile` makes en.qm, `check` finds gaps.

The source language is Indonesian; ``resources/i18n/en.ts`` is the English translation. ``qt_id.ts``, by hand,
says Qt's own few texts (context menus of fields) in Indonesian, which Qt does not ship.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import PySide6

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "i18n" / "en.ts"
QT_TEXTS = ROOT / "resources" / "i18n" / "qt_id.ts"


def tool(name: str) -> str:
    """Return the path of a Qt translation tool that comes with PySide6."""
    folder = Path(PySide6.__file__).parent
    for candidate in (folder / name, folder / f"{name}.exe"):
        if candidate.exists():
            return str(candidate)
    raise FileNotFoundError(name)


def sources() -> list[str]:
    """Return the modules that hold screen texts."""
    return [str(path.relative_to(ROOT)) for path in sorted((ROOT / "batola_desk" / "ui").rglob("*.py"))]


def update(target: Path = SOURCE) -> None:
    """Bring the translation file in line with the source; translations that exist are kept."""
    command = [tool("lupdate"), *sources(), "-ts", str(target), "-source-language", "id_ID"]
    command += ["-target-language", "en_GB", "-no-obsolete", "-locations", "none", "-silent"]
    subprocess.run(command, check=True, cwd=ROOT)


def compile_messages() -> None:
    """Make the binary files that Qt loads."""
    for texts in (SOURCE, QT_TEXTS):
        compile_file(texts, texts.with_suffix(".qm"))


def compile_file(texts: Path, target: Path) -> None:
    """Make one binary file."""
    subprocess.run([tool("lrelease"), str(texts), "-qm", str(target), "-silent"], check=True)


def messages(path: Path) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (context, source text, translation, is finished) of every message."""
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")]
            text = forms[0] if forms else translation.text or ""
            yield name, message.findtext("source") or "", text, translation.get("type") is None and bool(text)


def gaps() -> list[str]:
    """Return what is wrong: texts the file does not know, and texts nobody translated."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.ts"
        update(fresh)
        wanted = {(context, text) for context, text, _, _ in messages(fresh)}
    known = {(context, text): finished for context, text, _, finished in messages(SOURCE)}
    found = [
        f"not in en.ts (run tools/translations.py update): {c}: {t}" for c, t in sorted(wanted - known.keys())
    ]
    found += [f"no longer in the source: {c}: {t}" for c, t in sorted(known.keys() - wanted)]
    found += [f"not translated: {c}: {t}" for (c, t), finished in sorted(known.items()) if not finished]
    if not found:
        with tempfile.TemporaryDirectory() as folder:
            for texts in (SOURCE, QT_TEXTS):
                fresh_qm = Path(folder) / "fresh.qm"
                compile_file(texts, fresh_qm)
                shipped = texts.with_suffix(".qm")
                if not shipped.exists() or fresh_qm.read_bytes() != shipped.read_bytes():
                    found.append(f"{shipped.name} is behind {texts.name} (run tools/translations.py compile)")
    return found


def main() -> int:
    """Run one of update, compile, check."""
    match sys.argv[1:]:
        case ["update"]:
            update()
        case ["compile"]:
            compile_messages()
        case ["check"]:
            found = gaps()
            print("\n".join(found) or "translations complete")
            return 1 if found else 0
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
