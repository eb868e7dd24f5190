"""演练: drills."""
