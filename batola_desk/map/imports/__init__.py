"""Makes map packs of foreign files. Loaded by the importer only: its libraries would slow a desk's start."""
