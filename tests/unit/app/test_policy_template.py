"""The administrative template: made of the registry, and what it writes is what the program understands."""

from __future__ import annotations

from xml.etree import ElementTree

from batola_desk.settings.book import rules_of
from batola_desk.settings.policy import POLICY_FILES, REGISTRY_POLICY, Policy, part_of
from batola_desk.settings_registry import build_registry
from tools.policy_template import FOLDER, TEMPLATE, files

NS = {"p": "http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions"}
REGISTRY = build_registry()


def written_by(policy: ElementTree.Element) -> list[tuple[str, object]]:
    """What Windows writes when an administrator enables a policy: one value for each choice there is."""
    if "valueName" in policy.attrib:
        return [
            (policy.attrib["valueName"], int(value.attrib["value"]))
            for value in policy.iter(f"{{{NS['p']}}}decimal")
        ]
    element = policy.find("p:elements/*", NS)
    assert element is not None
    key = element.attrib["valueName"]
    if element.tag.endswith("enum"):
        return [(key, text.text or "") for text in element.iter(f"{{{NS['p']}}}string")]
    if element.tag.endswith("decimal"):
        return [(key, int(element.attrib[limit])) for limit in ("minValue", "maxValue")]
    return []


def test_the_template_is_what_the_registry_says() -> None:
    for name, text in files().items():
        assert (FOLDER / name).read_text(encoding="utf-8") == text, "python tools/policy_template.py"


def test_what_windows_would_write_is_what_the_program_understands() -> None:
    root = ElementTree.parse(FOLDER / TEMPLATE).getroot()
    rules = {file: rules_of(REGISTRY, file) for file in POLICY_FILES}
    parts = {part_of(file): file for file in POLICY_FILES}
    count = 0
    for policy in root.iterfind("p:policies/p:policy", NS):
        key = policy.attrib["key"]
        file = parts[key.removeprefix(REGISTRY_POLICY + chr(92))]
        for name, value in written_by(policy):
            said = Policy("HKLM", {file: {name: value}})
            assert [str(wrong) for wrong in said.complaints(file, rules[file])] == []
            assert name in said.values(file, rules[file])
            count += 1
    assert count > 100


def test_every_word_the_template_needs_stands_in_both_languages() -> None:
    made = files()
    needed = {part.split(")")[0] for part in made[TEMPLATE].split("$(string.")[1:]}
    shown = {part.split(")")[0] for part in made[TEMPLATE].split("$(presentation.")[1:]}
    for name, text in made.items():
        if name != TEMPLATE:
            root = ElementTree.fromstring(text)
            assert needed == {one.attrib["id"] for one in root.iterfind(".//p:string", NS)}, name
            assert shown == {one.attrib["id"] for one in root.iterfind(".//p:presentation", NS)}, name


def test_no_secret_stands_in_the_template() -> None:
    template = files()[TEMPLATE]
    assert [entry.key for entry in REGISTRY if entry.secret and f'"{entry.key}"' in template] == []
