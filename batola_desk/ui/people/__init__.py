"""Who sits here: the sheet to sign on, a role taken for a while, the banner that says what is not proved."""
