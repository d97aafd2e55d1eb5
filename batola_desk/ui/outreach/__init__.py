"""Reaching agencies from the screen: ways by one key, the acceptance board's keys, the printed slip."""
