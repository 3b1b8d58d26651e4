"""Who: people, organisations, clients, members, tokens, events; tenancy itself."""
