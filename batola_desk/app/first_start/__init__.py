"""What the first start of a machine without configuration asks, tries and writes."""
