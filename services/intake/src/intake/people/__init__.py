"""What belongs to a person, and what they may decide about it."""
