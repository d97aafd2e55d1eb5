"""The shift lead's board: desks, people, whose every incident is."""
