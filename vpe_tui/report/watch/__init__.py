"""What watching told, as lines to read and as NDJSON."""
