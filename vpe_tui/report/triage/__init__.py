"""Reports of triages: for people, for an incident channel, for machines."""
