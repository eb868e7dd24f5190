"""督办: what a unit must answer, until another person signs that it is enough."""
