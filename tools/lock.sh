#!/usr/bin/env bash
# Make the hash-locked requirement files anew from pyproject.toml (needs `uv` on the PATH).
set -euo pipefail
cd "$(dirname "$0")/.."
common=(--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header)
uv pip compile "${common[@]}" --extra build --extra intake pyproject.toml -o requirements.lock
uv pip compile "${common[@]}" --extra build --extra intake --extra dev pyproject.toml -o requirements-dev.lock
uv pip compile "${common[@]}" --extra bench pyproject.toml -c requirements-dev.lock -o requirements-bench.lock

# The Windows installer: the same versions, and of each exactly the one wheel that is packed (installer/pins.py).
windows=(--quiet --python-version 3.12 --python-platform x86_64-pc-windows-msvc --no-annotate)
uv pip compile "${windows[@]}" --generate-hashes --no-emit-index-url --no-header -c requirements.lock pyproject.toml \
    -o requirements-windows.lock
python3 -m installer.trim_lock
