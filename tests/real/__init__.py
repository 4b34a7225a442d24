"""Logs that the vendor's own reporters wrote, each with the truth of what was done to the video beside it."""
