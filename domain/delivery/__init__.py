"""What must arrive, and how each attempt ended."""
