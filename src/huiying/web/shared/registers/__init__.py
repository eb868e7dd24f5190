"""Registers (台账) as lines of cells: what the console shows and files, and the API reads."""
