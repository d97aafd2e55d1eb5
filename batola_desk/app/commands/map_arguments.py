"""The command line of ``batola-desk map``, apart from its work: the desk's cold start stays short."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any


def add_map_parser(commands: Any) -> None:
    """Add ``map`` and its commands to the command line."""
    parser = commands.add_parser(
        "map", help="the map pack of this desk: rivers, canals, roads, names, pictures"
    )
    tasks = parser.add_subparsers(dest="task", required=True)

    taken = tasks.add_parser(
        "import",
        help="make the map pack of files: OSM .osm.pbf, GeoPackage, shapefile (also zipped), GeoJSON,"
        " MBTiles, PMTiles with pictures; or install a finished pack (.btmap); exit code 3 if nothing was"
        " changed",
    )
    taken.add_argument("files", nargs="+", type=Path)
    taken.add_argument("--name", default="", help="of the pack; when absent: as the first file")
    taken.add_argument("--attribution", default="", help="words that must stand on the map (OSM's are known)")
    taken.add_argument(
        "--date", default="", help="day of the data, YYYY-MM-DD; when absent: as the files say"
    )
    taken.add_argument("--crs", default="", help="projection of files that do not say it, e.g. EPSG:32750")
    taken.add_argument("--keep", action="store_true", help="keep what the pack has from other files")
    _for_the_window(taken)

    tasks.add_parser("info", help="say what is in the map pack; exit code 1 if there is none")
    tasks.add_parser("remove", help="use no map pack; the desk draws its simple map again")
    copied = tasks.add_parser("export", help="copy the map pack to a file for other desks")
    copied.add_argument("file", type=Path, help="for instance batola.btmap on a share")
    newer = tasks.add_parser("take", help="take the newest *.btmap of a folder if it is newer than the own")
    newer.add_argument("folder", type=Path)
    _for_the_window(newer)
    received = tasks.add_parser("receive")  # for the desk: what the secretariat gave
    received.add_argument("file", type=Path)
    received.add_argument("--came", required=True)
    received.add_argument("--created-us", type=int, required=True)
    _for_the_window(received)
    _add_publishing(tasks)
    _add_layers(tasks)


def _add_publishing(tasks: Any) -> None:
    """Add what an admin of the room does (``map_publish_command``)."""
    given = tasks.add_parser(
        "publish",
        help="hand a map pack to the secretariat, from where every desk takes it by itself; needs a login"
        " with the role admin; after a cut: again; exit code 3 if nothing was published",
    )
    what = given.add_mutually_exclusive_group(required=True)
    what.add_argument("file", nargs="?", type=Path, help="a finished pack (.btmap)")
    what.add_argument("--installed", action="store_true", help="the pack that this desk uses")
    back = tasks.add_parser(
        "unpublish", help="take a published map pack back; desks that have it keep it; exit code 3 if refused"
    )
    back.add_argument("sha256", nargs="?", default="", help="beginning of its hash; when absent: the newest")
    shown = tasks.add_parser("published", help="list the map packs in the secretariat; exit code 1: none")
    for parser in (given, back, shown):
        parser.add_argument(
            "--url",
            default="",
            help="postgresql://user@host/database; else this desk's secretariat.toml",
        )
        parser.add_argument("--as", dest="login", default="", help="login to use; else that of --url")
        parser.add_argument("--password-file", type=Path, help="file with its password; else it is asked")


def _add_layers(tasks: Any) -> None:
    """Add what people drew, from and to files (``map_layers_command``)."""
    layers = tasks.add_parser(
        "layers", help="landmarks, jetties, pump points, posts, closed roads, danger areas as GeoJSON"
    )
    acts = layers.add_subparsers(dest="layers_task", required=True)
    taken = acts.add_parser(
        "import",
        help="take over a GeoJSON file into the journal of this (closed) desk; exit code 1 if features were"
        " skipped, 3 if nothing was changed",
    )
    taken.add_argument("file", type=Path)
    taken.add_argument("--as", dest="login", default="system", help="login of who draws; when absent: system")
    taken.add_argument("--dry-run", action="store_true", help="only say what would be done")
    given = acts.add_parser("export", help="write what is on the map now, also while the desk is open")
    given.add_argument("file", type=Path)


def _for_the_window(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--store", type=Path, help=argparse.SUPPRESS)  # folder of the desk's packs
    parser.add_argument("--json", action="store_true", help=argparse.SUPPRESS)  # one JSON object a line
