"""What must be true after a soak: the journal against what the telephones saw, recordings, flat curves."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from batola_desk.settings.paths import DeskPaths
from tests.soak.calls import Expected
from tests.soak.process_watch import rows, slope_per_hour

WARM_UP_SHARE = 0.25
TRACE_MIN = 65.0  # the engine keeps the SIP messages of an hour: only then its memory can stand still
# LIMIT: megabytes per hour that may still grow after the warm-up. The engine keeps nothing of a call but its
# messages for an hour and one line, 1 kB, for each recording whose file is here: 0.4 at 600 calls. PortAudio
# on Linux loses 13 kB at each look for devices, two for each device that leaves and returns: 0.6. The desk
# keeps closed calls it was asked about and the pages of its journal, until some 800 calls have filled both.
GROWTH_MB_PER_HOUR = {"engine": 3.0, "desk": 12.0}
GROWTH_WITHIN_THE_HOUR_MB = 4.0  # 600 calls of some 30 messages, sent and received, packed
GROWTH_HANDLES_PER_HOUR = 4.0
SHORT_RUN_MIN = 20.0  # a slope over fewer minutes says nothing


def check_journal(paths: DeskPaths, expected: Mapping[str, Expected]) -> list[str]:
    """Compare the journal with what the telephones saw: each call once, with one end, its sound sealed."""
    facts: dict[str, Counter[str]] = defaultdict(Counter)
    recordings: dict[str, dict[str, Any]] = {}
    numbers: dict[str, list[str]] = defaultdict(list)
    sql = "select kind, aggregates, body from journal where kind like 'call.%' order by row_id"
    for kind, aggregates, body in rows(paths.journal, sql):
        key = json.loads(str(aggregates))[0]
        facts[key][str(kind)] += 1
        if kind == "call.recorded":
            recordings[key] = json.loads(str(body))
        elif kind == "call.offered":
            numbers[json.loads(str(body))["number"]].append(key)
    wrong = []
    for number, one in expected.items():
        keys = numbers.pop(number, [])
        if len(keys) > 1 or (one.offered and not keys):
            wrong.append(f"{number} ({one.kind}) stands {len(keys)} times in the journal")
        wrong += [f"{number} ({one.kind}) {text}" for key in keys for text in _wrong_in(facts[key], one)]
        for key in keys:
            if facts[key]["call.answered"] and facts[key]["call.recorded"]:
                wrong += [f"{number} {text}" for text in _wrong_recording(paths.recordings, recordings[key])]
    wrong += [f"nobody phoned with {number}" for number in numbers]
    still = rows(paths.journal, "select call_key, state from call_row where is_live = 1")
    return wrong + [f"{key} is still {state} in the journal" for key, state in still]


def _wrong_in(facts: Counter[str], one: Expected) -> list[str]:
    wrong = []
    if facts["call.offered"] != 1 or facts["call.ended"] != 1:
        wrong.append(f"was offered {facts['call.offered']} and ended {facts['call.ended']} times")
    if one.answered is not None and facts["call.answered"] != one.answered:
        wrong.append(f"has {facts['call.answered']} answers, the caller saw {one.answered}")
    if facts["call.recorded"] != facts["call.answered"]:
        wrong.append(f"has {facts['call.recorded']} recordings for {facts['call.answered']} answers")
    return wrong


def _wrong_recording(folder: Path, body: Mapping[str, Any]) -> list[str]:
    path = folder / str(body["path"])
    if not path.exists():
        return [f"has lost its recording {path.name}"]
    if hashlib.sha256(path.read_bytes()).hexdigest() != body["sha256"]:
        return ["has a recording whose seal is broken"]
    return []


def check_curves(minutes: Sequence[Mapping[str, Any]]) -> tuple[list[str], dict[str, float]]:
    """Return what grows, and all slopes per hour after the warm-up."""
    is_long = bool(minutes) and float(minutes[-1]["minute"]) >= TRACE_MIN + SHORT_RUN_MIN
    kept = minutes[int(len(minutes) * WARM_UP_SHARE) :]
    if is_long:
        kept = [line for line in minutes if float(line["minute"]) >= TRACE_MIN]
    limits_mb = dict(GROWTH_MB_PER_HOUR)
    if not is_long:
        limits_mb["engine"] += GROWTH_WITHIN_THE_HOUR_MB
    slopes: dict[str, float] = {}
    wrong = []
    for who, limit_mb in limits_mb.items():
        lines = [line for line in kept if line.get(who)]
        at = [float(line["minute"]) for line in lines]
        for what, limit in (
            ("rss_mb", limit_mb),
            ("own_mb", limit_mb),
            ("handles", GROWTH_HANDLES_PER_HOUR),
            ("threads", GROWTH_HANDLES_PER_HOUR),
        ):
            slope = slope_per_hour(at, [float(line[who][what]) for line in lines])
            slopes[f"{who}.{what}"] = round(slope, 2)
            if len(lines) > 2 and at[-1] - at[0] >= SHORT_RUN_MIN and slope > limit:
                wrong.append(f"{who}.{what} grows by {slope:.1f} per hour, at most {limit}")
    return wrong, slopes
