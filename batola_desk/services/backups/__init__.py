"""Backups of one desk: the archive, the writing, the restore, the drill, the folder of daily ones."""
