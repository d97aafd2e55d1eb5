"""What the operator reads for each error code: what happened, what still works, what to do next.

The words stand by subject in the ``*_error_texts`` beside this module; each code in exactly one of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from batola_desk.ui.announcement_error_texts import ANNOUNCEMENT_ERROR_TEXTS
from batola_desk.ui.backup_error_texts import BACKUP_ERROR_TEXTS
from batola_desk.ui.call_error_texts import CALL_ERROR_TEXTS
from batola_desk.ui.conflict_error_texts import CONFLICT_ERROR_TEXTS
from batola_desk.ui.copy_error_texts import COPY_ERROR_TEXTS
from batola_desk.ui.desk_error_texts import DESK_ERROR_TEXTS
from batola_desk.ui.engine_error_texts import ENGINE_ERROR_TEXTS
from batola_desk.ui.handing_error_texts import HANDING_ERROR_TEXTS
from batola_desk.ui.line_error_texts import LINE_ERROR_TEXTS
from batola_desk.ui.link_error_texts import LINK_ERROR_TEXTS
from batola_desk.ui.mail_error_texts import MAIL_ERROR_TEXTS
from batola_desk.ui.map_delivery_error_texts import MAP_DELIVERY_ERROR_TEXTS
from batola_desk.ui.map_feature_error_texts import MAP_FEATURE_ERROR_TEXTS
from batola_desk.ui.map_pack_error_texts import MAP_PACK_ERROR_TEXTS
from batola_desk.ui.noop import QT_TRANSLATE_NOOP
from batola_desk.ui.ownership_error_texts import OWNERSHIP_ERROR_TEXTS
from batola_desk.ui.party_error_texts import PARTY_ERROR_TEXTS
from batola_desk.ui.people_error_texts import PEOPLE_ERROR_TEXTS
from batola_desk.ui.position_error_texts import POSITION_ERROR_TEXTS
from batola_desk.ui.print_error_texts import PRINT_ERROR_TEXTS
from batola_desk.ui.reach_error_texts import REACH_ERROR_TEXTS
from batola_desk.ui.recording_error_texts import RECORDING_ERROR_TEXTS
from batola_desk.ui.report_error_texts import REPORT_ERROR_TEXTS
from batola_desk.ui.secretariat_error_texts import SECRETARIAT_ERROR_TEXTS
from batola_desk.ui.setup_error_texts import SETUP_ERROR_TEXTS
from batola_desk.ui.ticket_error_texts import TICKET_ERROR_TEXTS
from batola_desk.ui.unit_error_texts import UNIT_ERROR_TEXTS
from batola_desk.ui.update_error_texts import UPDATE_ERROR_TEXTS
from batola_desk.ui.weather_error_texts import WEATHER_ERROR_TEXTS

Texts = tuple[str, str, str]

FALLBACK: Texts = (
    QT_TRANSLATE_NOOP("labels", "Perintah tidak bisa dijalankan ({code})."),
    QT_TRANSLATE_NOOP("labels", "Panggilan dan tiket tidak berubah."),
    QT_TRANSLATE_NOOP("labels", "Coba lagi; kalau berulang, beri tahu TI."),
)

ERROR_TABLES: tuple[Mapping[str, Texts], ...] = (
    ANNOUNCEMENT_ERROR_TEXTS,
    BACKUP_ERROR_TEXTS,
    CALL_ERROR_TEXTS,
    CONFLICT_ERROR_TEXTS,
    COPY_ERROR_TEXTS,
    DESK_ERROR_TEXTS,
    ENGINE_ERROR_TEXTS,
    HANDING_ERROR_TEXTS,
    LINE_ERROR_TEXTS,
    LINK_ERROR_TEXTS,
    MAIL_ERROR_TEXTS,
    MAP_DELIVERY_ERROR_TEXTS,
    MAP_FEATURE_ERROR_TEXTS,
    MAP_PACK_ERROR_TEXTS,
    OWNERSHIP_ERROR_TEXTS,
    PARTY_ERROR_TEXTS,
    PEOPLE_ERROR_TEXTS,
    POSITION_ERROR_TEXTS,
    PRINT_ERROR_TEXTS,
    REACH_ERROR_TEXTS,
    RECORDING_ERROR_TEXTS,
    REPORT_ERROR_TEXTS,
    SECRETARIAT_ERROR_TEXTS,
    SETUP_ERROR_TEXTS,
    TICKET_ERROR_TEXTS,
    UNIT_ERROR_TEXTS,
    UPDATE_ERROR_TEXTS,
    WEATHER_ERROR_TEXTS,
)

ERROR_TEXTS: Mapping[str, Texts] = {code: texts for table in ERROR_TABLES for code, texts in table.items()}
