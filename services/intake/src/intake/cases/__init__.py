"""The programme's work with one household: its case, its pact, its tasks."""
