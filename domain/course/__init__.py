"""The course: lessons as steps, and how far a person has walked."""
