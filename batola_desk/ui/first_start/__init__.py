"""The first start of a machine: page by page, each tested for real, nothing written before *Simpan*."""
