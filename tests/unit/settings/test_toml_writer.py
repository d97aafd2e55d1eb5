"""What is written as TOML is what is read back."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batola_desk.settings.toml_writer import dump_toml

_text = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
_plain = st.one_of(
    st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False, allow_infinity=False), _text
)
_table = st.dictionaries(_text, st.one_of(_plain, st.lists(_plain, max_size=3)), max_size=4)
_nested = st.dictionaries(_text, _table, max_size=2)
_tables = st.lists(_table, min_size=1, max_size=3)
_document = st.dictionaries(_text, st.one_of(_plain, _table, _tables, _nested), max_size=4)


@given(_document)
def test_what_is_written_is_read_back(document: dict[str, Any]) -> None:
    assert tomllib.loads(dump_toml(document)) == document


def test_a_value_that_toml_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        dump_toml({"a": {"b": None}})
