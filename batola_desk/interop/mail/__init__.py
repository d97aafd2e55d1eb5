"""E-mail to agencies: how it is set up, and sending it."""
