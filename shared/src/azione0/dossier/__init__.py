"""A case in a file that proves itself: pages to read, events and proofs to check."""
