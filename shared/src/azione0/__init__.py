"""What the five services of Azione 0 share: words, letters, and how facts are kept."""
