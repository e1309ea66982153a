"""Posts the events of cases to the call centre's own system."""
