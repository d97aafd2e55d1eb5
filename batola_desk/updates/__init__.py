"""Updates of an installed desk: signed packages, laid ready and started when nobody works.

Nothing here installs: the installer does (``installer/``), and takes back by itself what does not work.
"""
