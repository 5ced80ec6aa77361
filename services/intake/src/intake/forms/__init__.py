"""The shape of what the front office is asked and what it answers over HTTP."""
