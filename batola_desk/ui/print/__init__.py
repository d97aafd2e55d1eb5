"""Sheets of paper: what the desk writes as PDF."""
