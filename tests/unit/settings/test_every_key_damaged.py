"""Every key of every shipped file, damaged: the start refuses and names file and key, or a default counts."""

from __future__ import annotations

import functools
import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from batola_desk.settings import catalog
from batola_desk.settings.catalog import FILES, TABLES, load_catalog
from batola_desk.settings.config_error import ConfigError
from batola_desk.settings.paths import resource_path
from batola_desk.settings.toml_file import TomlFile, read_toml
from tests.support.shipped import shipped_catalog

SHIPPED = resource_path("config")
CODE_OF = {(name, table): code for name, table, _, code in TABLES}


def written(value: object) -> str:
    """A value as TOML."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {written(one)}" for key, one in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def file_of(data: dict[str, Any]) -> str:
    """The tables of a file as TOML."""
    lines = [f"{key} = {written(value)}" for key, value in data.items() if not _is_table(value)]
    for name, value in data.items():
        for row in value if isinstance(value, list) else [value]:
            if isinstance(row, dict):
                lines += ["", f"[[{name}]]" if isinstance(value, list) else f"[{name}]"]
                lines += [f"{key} = {written(one)}" for key, one in row.items()]
    return "\n".join(lines) + "\n"


def _is_table(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def keys_of(data: dict[str, Any]) -> Iterator[tuple[str, int | None, str]]:
    """(table, row, key) of every key that a table of the file knows, where it stands first."""
    for table, value in data.items():
        if isinstance(value, dict):
            yield from ((table, None, key) for key in value)
        elif _is_table(value):
            first = {key: at for at, row in reversed([*enumerate(value)]) for key in row}
            yield from ((table, at, key) for key, at in sorted(first.items()))


def wrong_for(value: object) -> object:
    """A value of another kind."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 7
    return "lima"


@functools.cache
def whole(name: str) -> TomlFile:
    """A file that nobody damaged; reading all of them for every key would take a minute."""
    return read_toml(SHIPPED / name)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that holds the damaged file only; all others are the shipped ones."""
    monkeypatch.setattr(
        catalog, "read_toml", lambda path: read_toml(path) if path.exists() else whole(path.name)
    )
    made = tmp_path / "shipped"
    made.mkdir()
    return made


def shipped(name: str) -> dict[str, Any]:
    return tomllib.loads((SHIPPED / name).read_text(encoding="utf-8"))


def row_of(data: dict[str, Any], table: str, at: int | None) -> dict[str, Any]:
    row: dict[str, Any] = data[table] if at is None else data[table][at]
    return row


def fault_of(folder: Path, name: str, data: dict[str, Any]) -> ConfigError | None:
    (folder / name).write_text(file_of(data), encoding="utf-8")
    try:
        load_catalog(folder)
    except ConfigError as fault:
        return fault
    return None


@pytest.mark.parametrize("name", FILES)
def test_a_value_of_another_kind_is_refused_where_it_stands(folder: Path, name: str) -> None:
    assert fault_of(folder, name, shipped(name)) is None, "written anew it is the same"
    for table, at, key in keys_of(shipped(name)):
        data = shipped(name)
        row = row_of(data, table, at)
        row[key] = wrong_for(row[key])
        fault = fault_of(folder, name, data)
        assert fault is not None, (table, key)
        assert fault.file == folder / name, (table, key, fault)
        assert key in fault.key, (table, key, fault)
        assert fault.allowed, (table, key)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_key_is_named_or_its_default_counts(folder: Path, name: str) -> None:
    for table, at, key in keys_of(shipped(name)):
        data = shipped(name)
        del row_of(data, table, at)[key]
        fault = fault_of(folder, name, data)
        if fault is None:
            assert key != CODE_OF.get((name, table)), (table, key)
            continue
        assert fault.file.name in FILES, (table, key, fault)
        assert fault.key, (table, key, fault)
        assert fault.allowed, (table, key, fault)


@pytest.mark.parametrize(
    ("name", "table"), [(name, table) for name, table, *_ in TABLES], ids=[f"{t[0]}-{t[1]}" for t in TABLES]
)
def test_a_code_that_stands_twice_is_refused(folder: Path, name: str, table: str) -> None:
    data = shipped(name)
    if not data.get(table):
        pytest.skip("shipped empty")
    data[table].append(data[table][0])
    fault = fault_of(folder, name, data)
    assert fault is not None
    assert (fault.file, fault.key) == (folder / name, f"{table}.{CODE_OF[name, table]}")


NONE_OF_OURS = {
    "10 MB": b"# " + b"x" * 10_000_000,
    "binary": b"SQLite format 3\x00" + bytes(range(256)) * 40,
    "empty": b"",
    "no TOML": b"version = 1\n[[[",
    "unknown key": b"version = 1\nnonsense = 1\n",
    "unknown table": b'version = 1\n[nonsense]\nkey = "x"\n',
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_none_of_ours_is_refused(folder: Path, name: str) -> None:
    for kind, content in NONE_OF_OURS.items():
        (folder / name).write_bytes(content)
        with pytest.raises(ConfigError) as found:
            load_catalog(folder)
        assert found.value.file == folder / name, kind
        assert len(str(found.value)) < 2000, kind


@pytest.mark.parametrize("name", FILES)
def test_an_override_that_is_none_of_ours_costs_only_itself(folder: Path, tmp_path: Path, name: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / name).write_bytes(NONE_OF_OURS["binary"])
    loaded = load_catalog(folder, site)
    assert {fault.file for fault in loaded.faults} == {site / name}
    assert loaded.catalog == shipped_catalog()
