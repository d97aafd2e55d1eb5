"""The use cases of the desk: queue, ticket, dispatch, call-back, search, alarms. They alone decide.

Known to the screen as the protocols of ``services.api``, put together by ``services.desk_parts``. Thread: the
desk's event loop.
"""
