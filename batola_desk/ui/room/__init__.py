"""The desk's room as a person meets it."""
