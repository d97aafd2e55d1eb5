"""FOR TESTS ONLY: what Wine lacks."""
