"""The line: the call in the headset, held calls, levels, classes, the silent procedure."""
