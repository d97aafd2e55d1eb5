"""Screen texts: `update` reads them from the source into en.ts, `compile` makes en.qm, `check` finds gaps.

The source language is Indonesian; ``resources/i18n/en.ts`` is the English translation. ``qt_id.ts``, by hand,
says Qt's own few texts (context menus of fields) in Indonesian, which Qt does not ship.
"""

from __future__ import annotations

import html
import re
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
COUNT = re.compile(r"%L?n\b")
MESSAGE = re.compile(
    r"<name>(?P<name>[^<]*)</name>"
    r"|(?P<head><message[^>]*>\s*<source>(?P<source>[^<]*)</source>\s*)<translation.*?(?:</translation>|/>)",
    re.DOTALL,
)


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
    kept = counted_forms(target)
    subprocess.run(command, check=True, cwd=ROOT)
    target.write_text(with_counted(target.read_text(encoding="utf-8"), kept), encoding="utf-8")


def counted_forms(path: Path) -> dict[tuple[str, str], list[str]]:
    """Return the translations for one and for many that a file holds already."""
    if not path.exists():
        return {}
    found = {}
    for context in ElementTree.parse(path).getroot().iter("context"):
        for message in context.iter("message"):
            forms = [form.text or "" for form in message.iter("numerusform")]
            if any(forms):
                found[context.findtext("name") or "", message.findtext("source") or ""] = forms
    return found


def with_counted(text: str, kept: dict[tuple[str, str], list[str]]) -> str:
    """Give every text with a count its two English forms.

    ``lupdate`` sees a count only in ``self.tr(text, "", n)``; half of ours stand in ``translate()`` and in
    tables. The ``%n`` in the text says it as well.
    """
    context = ""

    def mended(match: re.Match[str]) -> str:
        nonlocal context
        if match["name"] is not None:
            context = html.unescape(match["name"])
            return match[0]
        source = html.unescape(match["source"])
        if not COUNT.search(source):
            return match[0]
        forms = kept.get((context, source), ["", ""])
        state = "" if all(forms) else ' type="unfinished"'
        lines = "".join(
            f"\n            <numerusform>{html.escape(form, quote=False)}</numerusform>" for form in forms
        )
        head = match["head"].replace("<message>", '<message numerus="yes">')
        return f"{head}<translation{state}>{lines}\n        </translation>"

    return MESSAGE.sub(mended, text)


def compile_messages() -> None:
    """Make the binary files that Qt loads."""
    for texts in (SOURCE, QT_TEXTS):
        compile_file(texts, texts.with_suffix(".qm"))


def compile_file(texts: Path, target: Path) -> None:
    """Make one binary file."""
    subprocess.run([tool("lrelease"), str(texts), "-qm", str(target), "-silent"], check=True)


def messages(path: Path) -> Iterator[tuple[str, str, str, bool]]:
    """Yield (context, source, translation, is finished) of every message, and of each form of a count."""
    for context in ElementTree.parse(path).getroot().iter("context"):
        name = context.findtext("name") or ""
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")]
            finished = translation.get("type") is None
            for text in forms or [translation.text or ""]:
                yield name, message.findtext("source") or "", text, finished and bool(text)


def gaps() -> list[str]:
    """Return what is wrong: texts the file does not know, and texts nobody translated."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder) / "fresh.ts"
        update(fresh)
        wanted = {(context, text) for context, text, _, _ in messages(fresh)}
    known: dict[tuple[str, str], bool] = {}
    for context, text, _, finished in messages(SOURCE):
        known[context, text] = finished and known.get((context, text), True)
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
