"""The period's figures and rows for the ministry."""
