"""The incident form: place first, everything by keys. Source: domain.md §5.2."""
