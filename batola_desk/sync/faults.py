"""What can go wrong between a desk and its secretariat, each with its own code for the screen's words.

Without the driver, so that a desk that stands alone does not load it.
"""

from __future__ import annotations

from typing import Final

from batola_desk.domain.errors import EnvironmentFault


class SecretariatFault(EnvironmentFault):
    """The secretariat did not do what was asked; nothing is lost, the desk goes on alone.

    ``code``: secretariat_unreachable, secretariat_password, secretariat_disabled, secretariat_not_admitted,
    secretariat_no_role, secretariat_foreign, secretariat_other_room, secretariat_too_old,
    secretariat_too_new, secretariat_certificate_early, secretariat_certificate_expired,
    secretariat_certificate_name, secretariat_certificate_unknown, secretariat_no_tls, secretariat_full,
    secretariat_busy, secretariat_suspended, secretariat_starting, secretariat_standby,
    secretariat_no_database, secretariat_address, secretariat_config, secretariat_fault. Ends in words in
    ``ui/secretariat_error_texts.py``.
    """

    @property
    def is_lasting(self) -> bool:
        """Whether only a person can cure it: trying again every second would help nobody."""
        return self.code in LASTING


LASTING: Final = frozenset(
    {
        "secretariat_password",
        "secretariat_disabled",
        "secretariat_not_admitted",
        "secretariat_no_role",
        "secretariat_not_a_machine",
        "secretariat_foreign",
        "secretariat_other_room",
        "secretariat_too_old",
        "secretariat_too_new",
        "secretariat_certificate_early",
        "secretariat_certificate_expired",
        "secretariat_certificate_name",
        "secretariat_certificate_unknown",
        "secretariat_no_tls",
        "secretariat_no_database",
        "secretariat_address",
    }
)


class SubmitRefused(SecretariatFault):
    """The server took nothing of a batch, because the desk and the server differ about an origin.

    ``code``: secretariat_gap (``origin``, ``have``, ``got``), secretariat_reused (``origin``, ``got``: a
    cloned file, or a number lost and used again), secretariat_other_author (``origin``, ``got``: this session
    may not speak for that person), secretariat_other_desk (``origin``), secretariat_no_stream,
    secretariat_bad_envelope, secretariat_batch_too_big.
    """
