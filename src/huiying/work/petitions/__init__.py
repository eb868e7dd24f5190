"""信访事项: what the public sends in: two texts, steps, periods; accusations apart."""
