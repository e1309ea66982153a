"""Ticks: the tables own time, the scheduler only looks at them again and again."""
