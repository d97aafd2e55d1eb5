"""Writes the administrative template of group policies (``docs/it/policy``) from the registry of settings."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from batola_desk.settings.book import rules_of  # noqa: E402
from batola_desk.settings.entry import Entry  # noqa: E402
from batola_desk.settings.policy import POLICY_FILES, REGISTRY_POLICY, part_of  # noqa: E402
from batola_desk.settings.value_rules import Kind  # noqa: E402
from batola_desk.settings_registry import build_registry  # noqa: E402

FOLDER: Final = ROOT / "docs/it/policy"
TEMPLATE: Final = "BatolaDesk.admx"
LANGUAGES: Final = {"id-ID": "id", "en-US": "en"}
DECIMAL_MAX: Final = 0xFFFFFFFF  # LIMIT: of a REG_DWORD
_SPACE: Final = "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"
_TITLES: Final = {
    "settings.toml": ("Meja (settings.toml)", "Desk (settings.toml)"),
    "line.toml": ("Saluran telepon (line.toml)", "Telephone line (line.toml)"),
    "secretariat.toml": ("Sekretariat (secretariat.toml)", "Secretariat (secretariat.toml)"),
    "caller_positions.toml": (
        "Posisi penelepon (caller_positions.toml)",
        "Callers' positions (caller_positions.toml)",
    ),
    "avl.toml": ("Posisi satuan (avl.toml)", "Units' positions (avl.toml)"),
    "intake.toml": ("Tautan lokasi (intake.toml)", "Location links (intake.toml)"),
    "mail.toml": ("Surel ke instansi (mail.toml)", "E-mail to agencies (mail.toml)"),
    "update.toml": ("Pembaruan (update.toml)", "Updates (update.toml)"),
    "weather.toml": ("Peringatan cuaca (weather.toml)", "Weather warnings (weather.toml)"),
    "catalog/centre.toml": ("Pusat layanan (centre.toml)", "Centre (centre.toml)"),
    "catalog/limits.toml": ("Batas waktu (limits.toml)", "Limits (limits.toml)"),
    "catalog/ministry_report.toml": (
        "Laporan kementerian (ministry_report.toml)",
        "Ministry's report (ministry_report.toml)",
    ),
    "catalog/routing.toml": ("Waktu tempuh (routing.toml)", "Travel times (routing.toml)"),
}
_SUPPORTED: Final = ("Batola Desk 0.1 atau lebih baru", "Batola Desk 0.1 or newer")


def files() -> dict[str, str]:
    """Return the template and its words by file name, as they should stand in `FOLDER`."""
    entries = list(_entries())
    made = {TEMPLATE: _text(_template(entries))}
    for culture, language in LANGUAGES.items():
        made[f"{culture}/{TEMPLATE.replace('.admx', '.adml')}"] = _text(_words(entries, language))
    return made


def _entries() -> Iterator[Entry]:
    registry = build_registry()
    for file in POLICY_FILES:
        yield from rules_of(registry, file).values()


def _name(entry: Entry) -> str:
    return f"{part_of(entry.file)}_{entry.key.replace('.', '_')}"


def _is_counted(entry: Entry) -> bool:
    """A REG_DWORD has no sign: points that may be taken away are typed as text."""
    return entry.kind is Kind.WHOLE and (entry.minimum or 0) >= 0 and int(str(entry.default or 0)) >= 0


def _template(entries: list[Entry]) -> Element:
    root = Element("policyDefinitions", revision="1.0", schemaVersion="1.0", xmlns=_SPACE)
    spaces = SubElement(root, "policyNamespaces")
    SubElement(spaces, "target", prefix="batoladesk", namespace="BatolaDesk.Policies")
    SubElement(root, "resources", minRequiredRevision="1.0")
    definitions = SubElement(SubElement(root, "supportedOn"), "definitions")
    SubElement(definitions, "definition", name="supported", displayName="$(string.supported)")
    categories = SubElement(root, "categories")
    SubElement(categories, "category", name="BatolaDesk", displayName="$(string.BatolaDesk)")
    for file in POLICY_FILES:
        name = part_of(file)
        made = SubElement(categories, "category", name=name, displayName=f"$(string.{name})")
        SubElement(made, "parentCategory", ref="BatolaDesk")
    policies = SubElement(root, "policies")
    for entry in entries:
        _add_policy(policies, entry)
    return root


def _add_policy(policies: Element, entry: Entry) -> None:
    name, is_switch = _name(entry), entry.kind is Kind.SWITCH
    attributes = {
        "name": name,
        "class": "Machine",
        "displayName": f"$(string.{name})",
        "explainText": f"$(string.{name}_help)",
        "key": rf"{REGISTRY_POLICY}\{part_of(entry.file)}",
    }
    more = {"valueName": entry.key} if is_switch else {"presentation": f"$(presentation.{name})"}
    policy = SubElement(policies, "policy", {**attributes, **more})
    SubElement(policy, "parentCategory", ref=part_of(entry.file))
    SubElement(policy, "supportedOn", ref="supported")
    if is_switch:
        SubElement(SubElement(policy, "enabledValue"), "decimal", value="1")
        SubElement(SubElement(policy, "disabledValue"), "decimal", value="0")
        return
    elements = SubElement(policy, "elements")
    if entry.choices and entry.kind is Kind.TEXT:
        chosen = SubElement(elements, "enum", id="value", valueName=entry.key, required="true")
        for number, choice in enumerate(entry.choices):
            item = SubElement(chosen, "item", displayName=f"$(string.{name}_{number})")
            SubElement(SubElement(item, "value"), "string").text = str(choice)
    elif _is_counted(entry):
        low, high = int(entry.minimum or 0), int(entry.maximum or DECIMAL_MAX)
        limits = {"minValue": str(low), "maxValue": str(high), "required": "true"}
        SubElement(elements, "decimal", {"id": "value", "valueName": entry.key, **limits})
    else:
        SubElement(elements, "text", id="value", valueName=entry.key)


def _words(entries: list[Entry], language: str) -> Element:
    is_english = language == "en"
    root = Element("policyDefinitionResources", revision="1.0", schemaVersion="1.0", xmlns=_SPACE)
    SubElement(root, "displayName").text = "Batola Desk"
    SubElement(root, "description").text = "Batola Desk"
    resources = SubElement(root, "resources")
    strings = SubElement(resources, "stringTable")
    texts = {"BatolaDesk": "Batola Desk", "supported": _SUPPORTED[is_english]}
    texts |= {part_of(file): _TITLES[file][is_english] for file in POLICY_FILES}
    for entry in entries:
        name = _name(entry)
        title, meaning = (entry.name_en, entry.meaning_en) if is_english else (entry.name, entry.meaning)
        texts[name] = title
        texts[f"{name}_help"] = f"{title}. {meaning}\n\n{entry.file}: {entry.key}".replace("..", ".")
        if entry.choices and entry.kind is Kind.TEXT:
            texts |= {f"{name}_{number}": str(choice) or "–" for number, choice in enumerate(entry.choices)}
    for identifier, text in texts.items():
        SubElement(strings, "string", id=identifier).text = text
    presentations = SubElement(resources, "presentationTable")
    for entry in entries:
        if entry.kind is not Kind.SWITCH:
            _add_presentation(presentations, entry, entry.name_en if is_english else entry.name)
    return root


def _add_presentation(presentations: Element, entry: Entry, title: str) -> None:
    presentation = SubElement(presentations, "presentation", id=_name(entry))
    if entry.choices and entry.kind is Kind.TEXT:
        SubElement(presentation, "dropdownList", refId="value").text = title
    elif _is_counted(entry):
        default = str(entry.default)
        SubElement(presentation, "decimalTextBox", refId="value", defaultValue=default).text = title
    else:
        SubElement(SubElement(presentation, "textBox", refId="value"), "label").text = title


def _text(root: Element) -> str:
    ElementTree.indent(root)
    body = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{body}\n'


def main() -> int:
    """Write all files."""
    for name, text in files().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
