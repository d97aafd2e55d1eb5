"""Drawing, correcting and listing what people put on the map."""
