"""Reports of comparisons: for people, for a ticket, for machines."""
