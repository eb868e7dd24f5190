"""督办 between installations: what goes down to subordinates, what superiors ask."""
