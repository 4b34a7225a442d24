"""The limits that verdict and findings share, each with its reason."""

SILENT_MS = 180_000
"""A session that is silent for three minutes has ended: the vendor's own limit."""

AHEAD_MS = 60_000
"""A row that ended this much after it was fetched has a wrong clock; a minute is for clocks that are not quite set."""

FULL_HEARTBEAT_S = 59.0
"""A `playing` row as long as this is a heartbeat (they come after 59 to 60 s); a shorter one was cut by something."""

END_SHARE = 0.95
"""From here on it was watched to the end: players end a little early, and the playhead is logged in whole seconds."""

BEGINNING_S = 1.0
"""The playhead is at the beginning before this: it is logged in whole seconds."""

DROP_SHARE = 0.5
"""Half the lines are a quarter of the picture: no viewer overlooks it, and one step of a ladder is less."""

LEAST_LIVED_MS = 60_000
"""Of a session of which less is known to be lived there is too little to say."""
