"""The map widget: painter, tiles, labels, marks."""
