"""Places, projection, layout of what a map shows. No Qt: the painter lives in ``ui.map``."""
