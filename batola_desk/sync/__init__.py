"""Exchange of facts with the room's PostgreSQL database, its schema and commands, and the reports from it.

A desk never waits for it (docs/decisions/0015, 0016). Thread: each part its own; answers are futures.
"""
