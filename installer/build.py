"""``make installer``: pinned wheels and CPython in, ``dist/BatolaDesk-<version>-x64.exe`` out."""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from installer import bytecode, inputs, launchers, packer, payload, pins, sbom, signature, wine_prefix

SIZE_MAX = 60_000_000  # LIMIT: what the centre sends over its lines and on old USB sticks
INSTALLED_MAX = 230_000_000


def parse_arguments(argv: list[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="make installer", description=__doc__)
    parser.add_argument("--python-zip", type=Path, help="an official python-3.12.x-embed-amd64.zip")
    parser.add_argument("--out", type=Path, default=pins.ROOT / "dist", help="where the installer is put")
    parser.add_argument(
        "--work", type=Path, default=pins.ROOT / "build" / "installer", help="downloads and tree"
    )
    parser.add_argument("--sign", default="", help="signing command; the file's name is put behind it")
    parser.add_argument("--fast", action="store_true", help="do not compress (tests)")
    parser.add_argument("--sizes", action="store_true", help="print what each wheel takes")
    return parser.parse_args(argv)


def version_of(source: Path) -> str:
    """Return the program's version without importing it."""
    match = re.search(
        r'^__version__ = "([0-9.]+)"', (source / "batola_desk" / "__init__.py").read_text(), re.MULTILINE
    )
    if match is None:
        raise inputs.InputError("batola_desk/__init__.py names no version")
    return match[1]


def build_payload(work: Path, given_python: Path | None, *, sizes: bool = False) -> Path:
    """Lay out the whole tree below ``work``; returns its folder."""
    version = version_of(pins.ROOT)
    python = inputs.fetch_python(work / "downloads", given_python)
    print(signature.check_signer(python[f"python{pins.PYTHON_TAG}.dll"]))
    wheels = inputs.fetch_wheels(work / "wheels")
    program = work / "payload"
    shutil.rmtree(program, ignore_errors=True)
    payload.lay_out_python(program, python)
    for name, (whole, kept) in payload.lay_out_wheels(program, wheels).items():
        if sizes:
            print(f"  {whole / 1e6:7.1f} → {kept / 1e6:6.1f} MB  {name}")
    payload.share_proj_data(program)
    payload.share_libraries(program)
    payload.lay_out_program(program, pins.ROOT)
    # A folder and a prefix of one name on every machine: bytecode must not know where it was made.
    bytecode.compile_tree(program, python, prefix=work / "wine")
    launchers.build_launchers(program, version)
    sbom.write_sbom(program, sbom.components_of(wheels, python, _python_version(python)), version)
    payload.write_manifest(program)
    payload.set_dates(program)
    return program


def _python_version(python: dict[str, bytes]) -> str:
    """Return the version that stands in the library, as Windows shows it."""
    match = re.search(
        "FileVersion\0".encode("utf-16-le") + b"(?:\0\0)*((?:[0-9.]\0)+)",
        python[f"python{pins.PYTHON_TAG}.dll"],
    )
    return match[1].decode("utf-16-le") if match else "3.12"


def main(argv: list[str] | None = None) -> int:
    """Build it; exit code 1 says what is wrong."""
    arguments = parse_arguments(argv)
    began_s = time.monotonic()
    version = version_of(pins.ROOT)
    outfile = arguments.out / f"BatolaDesk-{version}-x64.exe"
    arguments.work.mkdir(parents=True, exist_ok=True)
    try:
        program = build_payload(arguments.work, arguments.python_zip, sizes=arguments.sizes)
        with tempfile.TemporaryDirectory(prefix="batola-pack-") as scratch:
            packer.pack(
                program, outfile, version, scratch=Path(scratch), fast=arguments.fast, sign=arguments.sign
            )
        installed = sum(path.stat().st_size for path in payload.files_of(program))
        if installed > INSTALLED_MAX:
            raise inputs.InputError(f"installed: {installed / 1e6:.1f} MB, at most {INSTALLED_MAX / 1e6:.0f}")
        if outfile.stat().st_size > SIZE_MAX and not arguments.fast:
            raise inputs.InputError(
                f"{outfile}: {outfile.stat().st_size / 1e6:.1f} MB, at most {SIZE_MAX / 1e6:.0f}"
            )
    except (inputs.InputError, FileNotFoundError) as fault:
        print(f"installer: {fault}", file=sys.stderr)
        return 1
    finally:
        wine_prefix.stop(arguments.work / "wine")
    digest = inputs.sha256_of(outfile.read_bytes())
    outfile.with_suffix(".exe.sha256").write_text(f"{digest}  {outfile.name}\n", encoding="ascii")
    print(f"{outfile}\n  {outfile.stat().st_size / 1e6:.1f} MB, installed {installed / 1e6:.1f} MB")
    print(f"  SHA-256 {digest}")
    print(f"  built in {time.monotonic() - began_s:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
