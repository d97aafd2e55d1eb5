"""Running the state machines of hypothesis: long random stories over real files."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

RAM = Path("/dev/shm")


def fast_folder() -> Path:
    """A new folder, in memory where the system has such a place."""
    return Path(tempfile.mkdtemp(dir=RAM if RAM.is_dir() else None))


def cut_the_power(journal: Path, left: Path) -> None:
    """Copy an open journal as a power cut leaves it: the log is not folded in, nothing was closed."""
    for suffix in ("-wal", ""):  # the log first: it has all that is copied into the file meanwhile
        source = journal.with_name(journal.name + suffix)
        if source.exists():
            shutil.copy(source, left.with_name(left.name + suffix))


def tell_stories(
    machine: type[RuleBasedStateMachine], examples: int, *, steps: int, shrink: bool = True, **more: Any
) -> None:
    """Run so many stories of at most so many steps.

    Args:
        shrink: look for the shortest story that fails; a test of a broken program needs only any.
    """
    phases = (Phase.generate, Phase.shrink) if shrink else (Phase.generate,)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            phases=phases,
            suppress_health_check=list(HealthCheck),
            **more,
        ),
    )
