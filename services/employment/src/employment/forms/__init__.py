"""The shape of what employment is asked and what it answers over HTTP, by subject."""
