"""What leaves the workshops on paper or in a calendar; names come from who asks."""
