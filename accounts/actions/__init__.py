"""Every write, as a named function."""
