"""Builds the Windows installer on Linux: ``python -m installer.build`` (``make installer``)."""
