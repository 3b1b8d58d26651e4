"""The database backend that tells PostgreSQL which organisation is in scope."""
