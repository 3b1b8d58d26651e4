"""Where a client keeps files of its own."""

from django.db import models

from accounts.models.organisations import Client, Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel


class Bucket(TenantModel):
    """An S3 bucket of a client, or a part of one: imports read from it, deliveries may write to it.

    It is opened by keys, or by a role of the client's that the installation may take on (see `annotation.roles`). The
    secret key is sealed (see `accounts.sealing`) and leaves the server in signatures only. A removed bucket has none
    any more; its row stays, because imports and deliveries name it.
    """

    client = TenantForeignKey(Client, models.CASCADE, related_name="buckets")
    name = models.CharField(max_length=120)
    endpoint = models.CharField(max_length=300, help_text="The store's address, such as https://s3.example.")
    region = models.CharField(max_length=60)
    bucket = models.CharField(max_length=63)
    prefix = models.CharField(max_length=500, blank=True, help_text="Nothing outside of it is read or written.")
    access_key = models.CharField(max_length=200, blank=True)
    sealed_secret = models.TextField(editable=False, blank=True)
    role_arn = models.CharField(
        max_length=600, default="", db_default="", blank=True, help_text="The role to take on instead of keys."
    )
    writable = models.BooleanField(default=False, help_text="Whether deliveries may be written to it.")
    checked_at = models.DateTimeField(null=True, help_text="When it was last reached.")
    problem = models.CharField(max_length=500, blank=True, help_text="What kept it from being reached then.")
    created_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("client", name="accounts_bucket_client"),
            SameOrganisation("created_by", name="accounts_bucket_author"),
            models.UniqueConstraint(
                fields=["organisation", "client", "name"],
                condition=models.Q(removed_at=None),
                name="accounts_bucket_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name
