"""What many acts ask of the database in the same way: see the modules."""
