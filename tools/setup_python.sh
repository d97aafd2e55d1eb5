#!/usr/bin/env bash
# Make .venv from the hash-locked requirements. Usage: setup_python.sh demo|test|bench
set -euo pipefail
cd "$(dirname "$0")/.."

fits='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 14))'
python=""
for candidate in ${PYTHON:-} python3.12 python3.11 python3.13 python3; do
    if command -v "$candidate" >/dev/null && "$candidate" -c "$fits" 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || { echo "Python 3.11, 3.12 or 3.13 with venv is needed."; exit 1; }

lock=requirements.lock
[ "${1:-demo}" = test ] && lock=requirements-dev.lock
[ "${1:-demo}" = bench ] && lock=requirements-bench.lock # on top of test
seal=$(cat "$lock" pyproject.toml | sha256sum | cut -d' ' -f1)
stamp=".venv/.sealed-${1:-demo}"
if [ -x .venv/bin/python ] && [ "$(cat "$stamp" 2>/dev/null)" = "$seal" ]; then
    exit 0
fi
[ -x .venv/bin/python ] || "$python" -m venv .venv
echo "Installing Python packages from $lock (hash-checked) ..."
.venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$lock"
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
echo "$seal" >"$stamp"
