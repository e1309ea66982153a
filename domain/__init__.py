"""The rules of the programme: pure Python, no input or output, no clock of its own."""
