"""The sheet of one call's recordings: waveform, marks, extract."""
