"""One module for each command of `batola-desk`, and its arguments."""
