"""Measurements in a process of their own, so that memory, start and platform are theirs alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

LIMIT_S = 1800.0
ROOT = Path(__file__).resolve().parents[2]


def platforms() -> tuple[str, ...]:
    """Qt's offscreen platform, and a real X server where there is one to start."""
    return ("offscreen", "xcb") if shutil.which("xvfb-run") else ("offscreen",)


def figures_of(
    module: str, arguments: Sequence[str], *, platform: str = "offscreen", bytecode: Path | None = None
) -> dict[str, float]:
    """Run a module; its last line is JSON. It finds its start in ``BENCH_START_S``.

    Args:
        bytecode: where compiled modules are kept, as an installed program has them; None = as this process.
    """
    command = [sys.executable, "-m", module, *arguments]
    if platform == "xcb":
        command = ["xvfb-run", "-a", "-s", "-screen 0 1920x1080x24", *command]
    environment = os.environ | {"QT_QPA_PLATFORM": platform}
    if bytecode is not None:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        environment["PYTHONPYCACHEPREFIX"] = str(bytecode)
    environment["BENCH_START_S"] = repr(time.time())
    done = subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT_S, check=False
    )
    if done.returncode != 0:
        raise RuntimeError(f"{module} {' '.join(arguments)} on {platform}: {done.stderr[-2000:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))
