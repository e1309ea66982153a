"""Benchmarks: `make bench`. README.md beside this says what each measures."""
