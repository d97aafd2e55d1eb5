"""The command line on the screen: what a line would do in words, and the doing."""
