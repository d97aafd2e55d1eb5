"""All Qt: view-models without widgets, widgets without state, one action for each command.

Asks ``services``, never the store; texts are Indonesian in the source, English in ``resources/i18n``.
"""
