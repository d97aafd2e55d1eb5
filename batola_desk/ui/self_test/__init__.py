"""The self-test at the start of a shift."""
