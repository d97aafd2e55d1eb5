"""Where copies of recordings are kept for good: a folder, a share, or an S3-compatible store."""
