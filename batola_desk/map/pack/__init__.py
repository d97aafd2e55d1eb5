"""The map pack: one SQLite file with everything the map, the search and the routing know of the land."""
