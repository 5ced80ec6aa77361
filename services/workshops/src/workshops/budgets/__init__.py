"""The household budget: its lines, what they come to, and what can be repaid."""
