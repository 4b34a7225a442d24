"""Triage: which of many sessions are bad, since when, and what they share. The way in is `triage.triage`."""
