"""Events of cases for the call centre's own system: what is posted, and what becomes of a try."""
