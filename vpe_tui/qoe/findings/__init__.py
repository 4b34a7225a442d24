"""Findings: what a log says beyond its numbers. `rules` declares each, `finding` makes them of a session."""
