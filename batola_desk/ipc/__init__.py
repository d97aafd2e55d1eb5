"""Messages between the screen process and the line process, and their pipe (docs/decisions/0003)."""
