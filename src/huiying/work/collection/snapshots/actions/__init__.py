"""What officers and the system do with snapshots of pages."""
