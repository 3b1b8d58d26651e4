"""Placeholder."""


def feedback(annotation):
    return None
