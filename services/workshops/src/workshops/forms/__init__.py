"""The shape of what the workshops are asked and what they answer over HTTP."""
