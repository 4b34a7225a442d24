"""Two sessions side by side on screen."""
