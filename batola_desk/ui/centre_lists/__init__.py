"""The lists of the centre and the line's accounts: seen by everybody, changed by IT."""
