"""What the registers (台账) state of many incidents at once."""
