"""The window of all settings: search, meaning, origin, change."""
