"""FOR TESTS ONLY: fills what Windows 10 has and Wine 8 lacks, in a prefix of the tests' own. Never shipped.

Two of Wine's own libraries are copied into the prefix with the trap of one function replaced by a few bytes
of code; the C runtime gets a wrapper with complex numbers (``complex.c``); two libraries that are missing
altogether are compiled from ``shim.c``.
"""

from __future__ import annotations

import re
import struct
import subprocess
from collections.abc import Mapping
from pathlib import Path

from installer.launchers import COMPILER

HERE = Path(__file__).resolve().parent
FOLDERS = ("/usr/lib/x86_64-linux-gnu/wine/x86_64-windows", "/usr/lib/wine/x86_64-windows")
RUNTIME, RUNTIME_BELOW = "ucrtbase.dll", "ucrtbase_of_wine.dll"
SIGNATURE = b"Wine builtin DLL"
OVERRIDES = "ucrtbase,propsys,mscms=n"

_NOTHING = bytes.fromhex("31c0c3")  # xor eax, eax; ret
_NOT_THERE = bytes.fromhex("b801400080c3")  # mov eax, E_NOTIMPL; ret
_PATCHES: Mapping[str, Mapping[str, bytes]] = {
    "mscms.dll": {"WcsCreateIccProfile": _NOTHING},
    "propsys.dll": {"VariantToString": _NOT_THERE},
}


def fill_gaps(prefix: Path) -> None:
    """Put the patched and the compiled libraries into a prefix that exists."""
    system = prefix / "drive_c" / "windows" / "system32"
    for name, functions in _PATCHES.items():
        (system / name).unlink(missing_ok=True)
        (system / name).write_bytes(_patched(_library(name).read_bytes(), functions))
    _wrap_runtime(system)
    source = HERE / "shim.c"
    for name, switches in (("icuuc.dll", ["-DICU"]), ("bcryptprimitives.dll", [])):
        command = [
            COMPILER,
            "-O2",
            "-shared",
            "-s",
            *switches,
            str(source),
            "-o",
            str(system / name),
            "-ladvapi32",
        ]
        subprocess.run(command, check=True)


def _wrap_runtime(system: Path) -> None:
    """Make a C runtime of our functions that forwards all others to Wine's, under another name."""
    original = _library(RUNTIME).read_bytes()
    (system / RUNTIME).unlink(missing_ok=True)
    (system / RUNTIME_BELOW).write_bytes(_patched(original, {}))
    ours = {}
    for name in re.findall(r"\bour_(\w+)\(", (HERE / "complex.c").read_text()):
        ours[f"c{name}"] = f"our_{name}"
        if not name.endswith("f"):
            ours[f"c{name}l"] = f"our_{name}"
    below = RUNTIME_BELOW.removesuffix(".dll")
    lines = [f"{name} = {ours.get(name) or f'{below}.{name}'}" for name in _exports(original)]
    definition = system / "ucrtbase.def"
    definition.write_text("EXPORTS\n" + "\n".join(lines) + "\n", encoding="ascii")
    command = [COMPILER, "-O2", "-fno-builtin", "-shared", "-s", str(HERE / "complex.c"), str(definition)]
    subprocess.run([*command, "-o", str(system / RUNTIME)], check=True)
    definition.unlink()


def _library(name: str) -> Path:
    for folder in FOLDERS:
        path = Path(folder) / name
        if path.exists():
            return path
    raise FileNotFoundError(f"Wine's own {name}")


def _patched(image: bytes, functions: Mapping[str, bytes]) -> bytes:
    """Replace functions, and take the mark away by which Wine would load its own library instead."""
    data = bytearray(image)
    at = data.find(SIGNATURE, 0, 0x100)
    if at >= 0:
        data[at : at + len(SIGNATURE)] = bytes(len(SIGNATURE))
    exports = _exports(image)
    for name, code in functions.items():
        data[exports[name] : exports[name] + len(code)] = code
    return bytes(data)


def _exports(image: bytes) -> dict[str, int]:
    """Return where in the file each exported function begins. Source: Microsoft PE format, .edata section."""
    header = struct.unpack_from("<I", image, 0x3C)[0]
    section_count, optional_size = (
        struct.unpack_from("<H", image, header + 6)[0],
        struct.unpack_from("<H", image, header + 20)[0],
    )
    optional = header + 24
    sections = [
        struct.unpack_from("<8xIIII", image, optional + optional_size + 40 * n) for n in range(section_count)
    ]

    def offset(address: int) -> int:
        for size, start, raw_size, raw in sections:
            if start <= address < start + max(size, raw_size):
                return int(address - start + raw)
        raise ValueError(f"no section holds {address:#x}")

    table = offset(struct.unpack_from("<I", image, optional + 112)[0])
    count, functions, names, ordinals = struct.unpack_from("<IIII", image, table + 24)
    found = {}
    for number in range(count):
        at = offset(struct.unpack_from("<I", image, offset(names) + 4 * number)[0])
        name = image[at : image.index(b"\0", at)].decode("ascii")
        ordinal = struct.unpack_from("<H", image, offset(ordinals) + 2 * number)[0]
        address = struct.unpack_from("<I", image, offset(functions) + 4 * ordinal)[0]
        try:
            found[name] = offset(address)
        except ValueError:
            continue
    return found
