"""The settings window seen from the disk: which file holds a value, and who may write it."""
