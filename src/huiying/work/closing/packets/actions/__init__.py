"""What officers and the system do with evidence packets."""
