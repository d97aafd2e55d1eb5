"""Who can be there first: the graph of roads and waterways, ways over it, areas within reach. No Qt."""
