"""What happened: a `Session` read as spans that the viewer lived through. Nothing of it is here yet."""
