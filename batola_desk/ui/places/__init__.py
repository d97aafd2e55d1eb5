"""Finding places on the screen: the lines of a search, the box on the map, clusters."""
