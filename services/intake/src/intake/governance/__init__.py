"""The steering group (*cabina di regia*): whom it seeks, and by which figures."""
