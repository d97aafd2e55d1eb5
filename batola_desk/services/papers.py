"""What leaves the desk on paper or as a file, put together."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from batola_desk.services.case_file import CaseFiles, IncidentSource
from batola_desk.services.context import Context
from batola_desk.services.export_folder import ExportFolder
from batola_desk.services.ministry.report import MinistryReports
from batola_desk.services.seat_views import RoomView


class Papers(NamedTuple):
    """The folder of exports and what is written into it."""

    exports: ExportFolder
    case_files: CaseFiles
    ministry: MinistryReports


def build_papers(
    context: Context, incidents: IncidentSource, room_view: Callable[[], RoomView | None]
) -> Papers:
    """Build them all."""
    exports = ExportFolder(context)
    return Papers(exports, CaseFiles(context, incidents, exports), MinistryReports(context, room_view))
