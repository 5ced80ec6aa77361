"""Learning at a workplace; it is not a job."""
