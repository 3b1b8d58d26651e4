"""What Celery runs: each opens the organisation of its message (see `TenantTask`) and makes one call."""
