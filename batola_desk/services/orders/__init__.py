"""What is typed on the command line, read without a screen: words, fields, names that are nearly right."""
