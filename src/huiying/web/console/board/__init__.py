"""The wall board of the duty room: large, dark, without names, refreshed by itself."""
