"""That nobody changed the past, shown to who does not trust us."""
