"""The reports (schema ``report`` of the secretariat): filled from the history by ``batola-desk project``."""
