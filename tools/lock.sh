#!/usr/bin/env bash
# Make the hash-locked requirement files anew from pyproject.toml (needs `uv` on the PATH).
set -euo pipefail
cd "$(dirname "$0")/.."
common=(--quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header)
uv pip compile "${common[@]}" --extra build pyproject.toml -o requirements.lock
uv pip compile "${common[@]}" --extra build --extra dev pyproject.toml -o requirements-dev.lock
uv pip compile "${common[@]}" --extra bench pyproject.toml -c requirements-dev.lock -o requirements-bench.lock
