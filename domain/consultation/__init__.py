"""A request for legal help: from the first words to the rating."""
