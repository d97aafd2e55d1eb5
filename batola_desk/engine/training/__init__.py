"""The training caller: a separate process that phones the desk over real SIP and RTP."""
