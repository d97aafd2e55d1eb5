"""Every action a role may be given. Which role has which is data (``roles.toml``). Source: domain.md §14.

The codes stand here so that a misspelt right in the data is a fault with a line number and not a right that
silently is not there.
"""

from __future__ import annotations

from typing import Final

RIGHTS: Final[tuple[str, ...]] = (
    "answer",
    "supervise",
    "ticket",
    "dispatch",
    "dispatch_p1",
    "reassign",
    "force_claim",
    "announce",
    "announce_lead",
    "lower_priority",
    "classify_false_report",
    "reclassify",
    "reopen",
    "acknowledge_lead_alerts",
    "measure_number",
    "acknowledge_task",
    "play_own_recordings",
    "play_recordings",
    "export_evidence",
    "see_confidential",
    "see_conflicts",
    "statistics",
    "report_ministry",
    "training",
    "edit_catalog",
    "edit_devices",
    "edit_settings",
    "edit_site_settings",
    "edit_map",
    "edit_map_all",
    "import_map",
    "users",
    "act_as_any_role",
    "accept_room",
    "verify_journal",
)
