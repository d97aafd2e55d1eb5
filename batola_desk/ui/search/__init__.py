"""Search over closed tickets and old calls, with playback."""
