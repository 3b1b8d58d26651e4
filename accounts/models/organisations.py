"""Organisations, their clients and their members."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from uuid_utils.compat import uuid7

from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel

RESERVED_SLUGS = frozenset(
    [
        "accounts",
        "admin",
        "api",
        "app",
        "assets",
        "docs",
        "healthz",
        "invitations",
        "me",
        "organisations",
        "schema",
        "static",
        "sw",
        "work",
    ]
)
slug_rule = RegexValidator(r"\A[a-z][a-z0-9-]{1,48}[a-z0-9]\Z", "3–50 lower-case letters, digits or hyphens.")


class Role(models.TextChoices):
    """A member's role: the ceiling of what they may do in the organisation."""

    OWNER = "owner", "Owner"
    MANAGER = "manager", "Manager"
    REVIEWER = "reviewer", "Reviewer"
    ANNOTATOR = "annotator", "Annotator"
    CLIENT = "client", "Client"


class Organisation(models.Model):
    """The tenant: a labeling vendor or a team. Everything but people belongs to exactly one."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    slug = models.CharField(max_length=50, unique=True, validators=[slug_rule])
    name = models.CharField(max_length=120)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Client(TenantModel):
    """A customer of the organisation; each project belongs to one."""

    name = models.CharField(max_length=120)
    clearance_required = models.BooleanField(
        default=False, db_default=False, help_text="Only members cleared for this client work for it."
    )
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "name"], name="accounts_client_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Member(TenantModel):
    """A user's place in the organisation. Removal keeps the row, because their work stays."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=10, choices=Role.choices)
    clients: "models.ManyToManyField[Client, MemberClient]" = models.ManyToManyField(
        Client, through="MemberClient", related_name="+"
    )
    joined_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "user"], name="accounts_member_user"),
            models.CheckConstraint(condition=models.Q(role__in=Role.values), name="accounts_member_role"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class MemberClient(TenantModel):
    """A client that a member is bound to: members with any of these see nothing of the other clients."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="bound_clients")
    client = TenantForeignKey(Client, models.CASCADE, related_name="+")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("member", name="accounts_memberclient_member"),
            SameOrganisation("client", name="accounts_memberclient_client"),
            models.UniqueConstraint(fields=["organisation", "member", "client"], name="accounts_memberclient_once"),
        ]


class Invitation(TenantModel):
    """An offer of a place, bound to one e-mail address and role; usable once, stored as a hash."""

    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=10, choices=Role.choices)
    client_ids = models.JSONField(default=list, blank=True)
    secret_hash = models.BinaryField(max_length=32, editable=False)
    invited_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("invited_by", name="accounts_invitation_inviter"),
            models.UniqueConstraint(fields=["organisation", "secret_hash"], name="accounts_invitation_secret"),
            models.UniqueConstraint(
                "organisation",
                Lower("email"),
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="accounts_invitation_pending",
            ),
        ]

    def __str__(self) -> str:
        return self.email


class Token(TenantModel):
    """A script's key to the API: never more than its creator may do today, and only until it expires."""

    name = models.CharField(max_length=120)
    member = TenantForeignKey(Member, models.CASCADE, related_name="+")
    client = TenantForeignKey(Client, models.CASCADE, null=True, blank=True, related_name="+")
    scopes = models.JSONField(default=list)
    secret_hash = models.BinaryField(max_length=32, editable=False)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("member", name="accounts_token_member"),
            SameOrganisation("client", name="accounts_token_client"),
            models.UniqueConstraint(fields=["organisation", "secret_hash"], name="accounts_token_secret"),
        ]

    def __str__(self) -> str:
        return self.name
