"""Messages to the room: the band under the strip, the list, writing one."""
