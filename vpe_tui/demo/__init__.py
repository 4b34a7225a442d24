"""The built-in API with simulated sessions: `player` makes them, `catalogue` lists them, `server` serves them."""
