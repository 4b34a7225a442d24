"""What is watched: what one session, and what a window of sessions, become from one answer to the next."""
