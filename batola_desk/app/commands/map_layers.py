"""`batola-desk map layers import|export FILE`: what people drew on the map, from and to GeoJSON files.

Works on the journal of a desk that is closed; export also while it runs. The room gets what is new when the
desk is opened again.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from batola_desk import __version__
from batola_desk.domain.errors import EnvironmentFault, OperatorError
from batola_desk.domain.map_feature import MapFeature
from batola_desk.map.layer_file import LayerReading, read_layers, write_layers
from batola_desk.models.journal import open_journal
from batola_desk.models.map_feature_table import read_features
from batola_desk.services.drawn_features import STANDING_MAX
from batola_desk.services.map_layer_import import FACTS_AT_ONCE, LayerPlan, plan_import
from batola_desk.services.map_layers import read_file, write_file
from batola_desk.ui import labels
from batola_desk.ui.map_features.layer_report_words import counts_words, report_lines

DONE, SKIPPED, REFUSED = 0, 1, 3
_LIMIT_S: Final = 30.0


def run_layers(arguments: argparse.Namespace, journal: Path, *, desk: str) -> int:
    """Run one command and return its exit code."""
    try:
        if arguments.layers_task == "export":
            return _export(arguments.file, journal)
        return _import(arguments, journal, desk)
    except (OperatorError, EnvironmentFault) as fault:
        print("X   " + " ".join(part for part in labels.error_words(fault.code, fault.values) if part))
    except OSError as fault:
        print(f"X   {fault.filename or arguments.file}: {fault.strerror or fault}")
    return REFUSED


def _export(target: Path, journal: Path) -> int:
    now_us = time.time_ns() // 1_000
    features = [feature for feature in read_features(journal) if feature.is_drawn and feature.points]
    standing = [feature for feature in features if not feature.is_over(now_us)]
    write_file(target, write_layers(standing))
    print(f"OK  {len(standing)} objek peta ditulis ke {target}")
    return DONE


def _import(arguments: argparse.Namespace, journal: Path, desk: str) -> int:
    """Judge the whole file, then write; without a journal that can be opened nothing is changed."""
    reading = read_layers(read_file(arguments.file))
    if arguments.dry_run:
        plan = _planned(reading, read_features(journal))
    else:
        opened = open_journal(journal, app_version=__version__)
        try:
            if opened.report.read_only:
                raise EnvironmentFault(opened.report.read_only_code, path=str(journal))
            rows = opened.reader.map_features(0).result(_LIMIT_S)
            plan = _planned(reading, [row.feature for row in rows])
            for start in range(0, len(plan.facts), FACTS_AT_ONCE):
                part = plan.facts[start : start + FACTS_AT_ONCE]
                opened.store.append(part, actor=arguments.login, desk=desk).result(_LIMIT_S)
        finally:
            opened.close()
    _report(plan, dry=arguments.dry_run)
    return SKIPPED if plan.count("skipped") else DONE


def _planned(reading: LayerReading, features: Iterable[MapFeature]) -> LayerPlan:
    """Who works at the machine itself may draw everything, as he may change every file."""
    now_us = time.time_ns() // 1_000
    known = {feature.feature_id: feature for feature in features}
    standing = sum(1 for feature in known.values() if feature.is_drawn and not feature.is_over(now_us))
    room_for = STANDING_MAX - standing
    return plan_import(reading, known, now_us=now_us, may=lambda _kind: True, room_for=room_for)


def _report(plan: LayerPlan, *, dry: bool) -> None:
    for line in report_lines(plan):
        print(f"    {line}")
    print(f"{'!' if plan.count('skipped') else 'OK'}   {counts_words(plan)}")
    if dry:
        print("    (percobaan: tidak ada yang ditulis)")
