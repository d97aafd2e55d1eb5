"""The report for the ministry."""
