"""What a member is trusted with: clearances for clients, and skills."""

from django.db import models

from accounts.models.organisations import Client, Member
from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel


class Clearance(TenantModel):
    """That a member may work for a client which asks for it, until it expires or is taken away."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="clearances")
    client = TenantForeignKey(Client, models.CASCADE, related_name="clearances")
    note = models.CharField(max_length=500, blank=True)
    granted_by = TenantForeignKey(Member, models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("member", name="accounts_clearance_member"),
            SameOrganisation("client", name="accounts_clearance_client"),
            SameOrganisation("granted_by", name="accounts_clearance_granter"),
            models.UniqueConstraint(fields=["organisation", "member", "client"], name="accounts_clearance_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member} for {self.client}"


class SkillKind(models.TextChoices):
    """A language goes by its BCP 47 tag, another skill by a name of the organisation's own."""

    SKILL = "skill", "Skill"
    LANGUAGE = "language", "Language"


class Skill(TenantModel):
    """Something that members can do more or less well."""

    kind = models.CharField(max_length=10, choices=SkillKind.choices, default=SkillKind.SKILL)
    name = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            models.UniqueConstraint(fields=["organisation", "kind", "name"], name="accounts_skill_name"),
        ]

    def __str__(self) -> str:
        return self.name


class MemberSkill(TenantModel):
    """How well a member does it, from 0 to 1: set by hand, or earned in a qualification."""

    member = TenantForeignKey(Member, models.CASCADE, related_name="skills")
    skill = TenantForeignKey(Skill, models.CASCADE, related_name="+")
    level = models.FloatField()
    earned_in = models.UUIDField(null=True, help_text="The project whose gold gave it; empty when set by hand.")
    note = models.CharField(max_length=500, blank=True)
    granted_by = TenantForeignKey(Member, models.PROTECT, null=True, related_name="+")
    granted_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("member", name="accounts_memberskill_member"),
            SameOrganisation("skill", name="accounts_memberskill_skill"),
            SameOrganisation("granted_by", name="accounts_memberskill_granter"),
            models.UniqueConstraint(fields=["organisation", "member", "skill"], name="accounts_memberskill_once"),
            models.CheckConstraint(condition=models.Q(level__gte=0, level__lte=1), name="accounts_memberskill_level"),
        ]

    def __str__(self) -> str:
        return f"{self.member}: {self.skill} {self.level:.2f}"
