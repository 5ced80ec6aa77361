"""A person's way to work, from the first interview to a job that lasts."""
