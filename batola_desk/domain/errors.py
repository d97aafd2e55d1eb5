"""The two kinds of expected trouble; anything else is a fault of ours."""

from __future__ import annotations


class OperatorError(Exception):
    """Something a person must read: a broken rule, a missing step, a refused command.

    Carries a stable ``code`` and values, never a finished sentence: the text is made in
    ``ui/labels.py`` in the operator's language and says what still works and what to do next.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class EnvironmentFault(Exception):
    """The machine's fault: disk, network, device. Retried by its owner, then shown as an alarm."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values
