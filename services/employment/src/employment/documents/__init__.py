"""What leaves employment on paper; names come from who hands it over."""
