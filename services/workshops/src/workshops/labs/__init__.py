"""The social workshops themselves: seats, sessions, and who came to them."""
