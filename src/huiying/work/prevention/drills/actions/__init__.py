"""Acts on drills."""
