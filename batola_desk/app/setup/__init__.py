"""What the Windows setup and the commands it calls share: options, checks, words, rights."""
