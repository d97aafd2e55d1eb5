"""A set of files after a power cut at any moment: all as before, or all new; never a mixture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from batola_desk.settings import file_set
from batola_desk.settings.file_set import BEFORE, keep_set, undo_set, write_set

OLD = {"line.toml": b"old line", "room.secret": b"old secret"}
NEW = {"line.toml": b"new line", "room.secret": b"new secret", "secretariat.toml": b"new room"}


class PowerCutError(BaseException):
    """Nothing that comes after it happens: no handler of the program may see it as a fault."""


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.iterdir() if path.is_file() and path.suffix != ".new"
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, content in OLD.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "other.toml").write_bytes(b"nobody's business")
    return tmp_path


def cut_after(steps: int, monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """Cut the power after so many changes of the disk; half of the last write is there."""
    left = [steps]

    def counted(real: Callable[..., object]) -> Callable[..., object]:
        def change(*words: object, **more: object) -> object:
            if left[0] == 0:
                raise PowerCutError
            left[0] -= 1
            return real(*words, **more)

        return change

    def half_written(path: Path, content: bytes, *, is_private: bool = False) -> None:
        if left[0] == 0:
            # What is laid aside has to be whole as a set, even if one of its files were not.
            is_aside = path.parent.name.startswith(BEFORE)
            torn = path if is_aside else path.with_name(f"{path.name}.new")
            torn.write_bytes(content[: len(content) // 2])
            raise PowerCutError
        left[0] -= 1
        path.write_bytes(content)

    def rmtree_by_parts(path: Path, **_more: object) -> None:
        for part in sorted(path.iterdir()) if path.is_dir() else ():
            counted(Path.unlink)(part)
        if path.is_dir():
            counted(Path.rmdir)(path)

    monkeypatch.setattr(file_set, "write_whole", half_written)
    monkeypatch.setattr(file_set.shutil, "rmtree", rmtree_by_parts)
    for name in ("mkdir", "rename", "touch"):
        monkeypatch.setattr(Path, name, counted(getattr(Path, name)))
    return lambda: left[0]


@pytest.mark.parametrize("is_kept", [True, False])
@pytest.mark.parametrize("steps", range(24))
def test_a_power_cut_at_any_moment_leaves_all_or_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch, steps: int, is_kept: bool
) -> None:
    other = {"other.toml": b"nobody's business"}
    with monkeypatch.context() as patch:
        cut_after(steps, patch)
        try:
            write_set(folder, NEW)
            (keep_set if is_kept else undo_set)(folder)
            was_cut = False
        except PowerCutError:
            was_cut = True
    undo_set(folder)  # as at the next start
    found = contents(folder)
    assert found in (OLD | other, NEW | other)
    if not was_cut:
        assert found == (NEW if is_kept else OLD) | other
    write_set(folder, {"line.toml": b"later"})  # what the cut left is in nobody's way
    keep_set(folder)
    assert contents(folder)["line.toml"] == b"later"
    assert not [path for path in folder.iterdir() if path.is_dir()]


def test_more_steps_than_these_there_are_not(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        left = cut_after(24, patch)
        write_set(folder, NEW)
        keep_set(folder)
        assert left() > 0


def test_nothing_written_is_nothing_to_undo(folder: Path) -> None:
    assert not undo_set(folder)
    write_set(folder, {})
    assert not undo_set(folder)
    assert contents(folder).items() >= OLD.items()
