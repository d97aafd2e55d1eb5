"""What is inside: a CycloneDX list of components, and the licence texts of all of them.

Source: CycloneDX 1.5 JSON. The list carries no time and no random number, so that two builds give the same
bytes; its serial number is made of the list itself.
"""

from __future__ import annotations

import email.parser
import json
import re
import shutil
import uuid
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

from installer.inputs import sha256_of
from installer.selection import LEFT_OUT

SBOM = "sbom.cdx.json"
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|copyright|authors)", re.IGNORECASE)
_SPACE = uuid.UUID("6f1a4f4e-6f0e-5d0e-9a0b-112112112112")


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One thing that somebody else made."""

    name: str
    version: str
    sha256: str
    licence: str
    source: str  # package URL
    texts: Mapping[str, str]


def components_of(
    wheels: Iterable[Path], python: Mapping[str, bytes], python_version: str
) -> list[Component]:
    """Return CPython and every wheel of which something is installed."""
    found = [
        Component(
            name="CPython",
            version=python_version,
            sha256=sha256_of(python["python312.dll"]),
            licence="Python-2.0",
            source=f"pkg:generic/cpython@{python_version}",
            texts={"LICENSE.txt": python["LICENSE.txt"].decode("utf-8", "replace")},
        )
    ]
    for wheel in wheels:
        component = _component_of(wheel)
        if component.name.lower().replace("-", "_") not in LEFT_OUT or component.name == "cffi":
            found.append(component)
    return found


def _component_of(wheel: Path) -> Component:
    texts: dict[str, str] = {}
    metadata = Message()
    with zipfile.ZipFile(wheel) as archive:
        for name in sorted(archive.namelist()):
            inside = name.partition(".dist-info/")[2]
            if inside == "METADATA":
                metadata = email.parser.Parser().parsestr(
                    archive.read(name).decode("utf-8", "replace"), headersonly=True
                )
            elif (inside or name.startswith("pyogrio/")) and _LICENCE_FILE.search(name.rpartition("/")[2]):
                shown = (inside or name).removeprefix("licenses/")
                texts[shown] = archive.read(name).decode("utf-8", "replace")
    name, version = str(metadata["Name"]), str(metadata["Version"])
    return Component(
        name=name,
        version=version,
        sha256=sha256_of(wheel.read_bytes()),
        licence=_licence_of(metadata),
        source=f"pkg:pypi/{name.lower().replace('_', '-')}@{version}",
        texts=texts,
    )


def _licence_of(metadata: Message) -> str:
    """Return an expression if the maker gives one, else the words he uses."""
    expression = metadata["License-Expression"]
    if expression:
        return str(expression)
    classes = [
        str(line).rpartition("::")[2].strip()
        for line in metadata.get_all("Classifier", [])
        if "License ::" in line
    ]
    plain = str(metadata["License"] or "").strip().splitlines()
    return (plain[0] if plain and len(plain[0]) < 80 else "") or " / ".join(classes) or "see licences"


def write_sbom(program: Path, components: list[Component], version: str) -> None:
    """Write ``sbom.cdx.json`` and ``licences/`` into the tree."""
    entries = [
        {
            "type": "library",
            "bom-ref": each.source,
            "name": each.name,
            "version": each.version,
            "purl": each.source,
            "hashes": [{"alg": "SHA-256", "content": each.sha256}],
            "licenses": [{"license": {"name": each.licence}}],
        }
        for each in components
    ]
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, json.dumps(entries, sort_keys=True))}",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": "batola-desk",
                "name": "batola-desk",
                "version": version,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            }
        },
        "components": entries,
        "dependencies": [{"ref": "batola-desk", "dependsOn": [each.source for each in components]}],
    }
    (program / SBOM).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    folder = program / "licences"
    folder.mkdir()
    for path in sorted((Path(__file__).parent / "licences").glob("*.txt")):
        shutil.copyfile(path, folder / path.name)  # whole texts that wheels only name
    for each in components:
        if not each.texts:
            text = f"{each.name} {each.version}: {each.licence}\n"
            (folder / f"{each.name}.txt").write_text(text, encoding="utf-8")
        for name, text in each.texts.items():
            (folder / f"{each.name}-{re.sub(r'[^A-Za-z0-9._-]', '-', name)}").write_text(
                text, encoding="utf-8"
            )
