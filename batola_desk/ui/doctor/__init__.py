"""The doctor's page in the window."""
