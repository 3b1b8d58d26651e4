"""What is labeled, by whom, and how well."""
