"""Two sessions side by side: aligned, their rows merged by time, what differs between them found."""
