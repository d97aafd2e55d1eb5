"""The screen process and every command: what is built from the rooms, and where it begins."""
