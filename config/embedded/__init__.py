"""Concord with nothing installed: PostgreSQL, Valkey and an S3 server from wheels, and the whole product on top.

`make run` and `make test` come here. The engines are the real ones, set up as in production (row policies, passwords,
an append-only file, signed S3 requests); only who starts them differs. Nothing here imports Django: the product is told
where its engines are by the same environment variables that point it at managed ones.
"""
