"""A drill: an installation of its own that plays a script, and what it hands back."""
