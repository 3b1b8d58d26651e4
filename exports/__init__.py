"""What leaves: export files."""
