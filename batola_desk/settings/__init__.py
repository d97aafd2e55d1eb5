"""What may differ between desks and regencies: settings, the catalogue, folders, the log.

Each is declared once; a fault in a site's file is told with its file and line.
"""
