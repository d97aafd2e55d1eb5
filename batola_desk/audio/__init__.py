"""Moves samples between the telephone network, the headset, the loudspeaker and the recordings.

The engine talks to `batola_desk.audio.desk.AudioDesk`; everything else in this room serves it.
"""
