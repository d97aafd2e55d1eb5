"""The desk with a training caller, alone or as two desks of one room."""
