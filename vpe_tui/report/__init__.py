"""Reports of a session without a screen: JSON, rows, text and Markdown, of the same values as on screen."""
