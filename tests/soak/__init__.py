"""Parts of ``tools/soak.py`` and ``tools/fuzz_line.py``: real processes watched for a long time."""
