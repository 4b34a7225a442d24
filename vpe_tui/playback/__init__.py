"""What happened: a `Session` read as spans that the viewer lived through.

`reading.playback_of` is the way in, `playback.Playback` what comes of it, `sums` what metrics are made of.
"""
