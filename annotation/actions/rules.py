"""Placeholder until the rules piece lands."""


def apply_rules(*, project, member, at):
    return None
