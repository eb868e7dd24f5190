"""Sweeps for risks on screen: the list, a sweep, the part of a unit."""
