"""The REST endpoints: shape and one call each."""
