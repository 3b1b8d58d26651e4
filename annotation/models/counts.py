"""What figures of agreement are added up from while work goes on; `annotation.agreement.live` says what is counted."""

from django.contrib.postgres.fields import ArrayField
from django.db import models

from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.items import Item
from annotation.models.projects import Project


class Counted(TenantModel):
    """What an item counts for at this moment, and so what is taken back when its answers change."""

    project = TenantForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    item = TenantForeignKey(Item, models.CASCADE, related_name="+", db_index=False)
    counts = models.JSONField(help_text="{key: [n, total]}")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_counted_project"),
            SameOrganisation("item", name="annotation_counted_item"),
            models.UniqueConstraint(fields=["organisation", "item"], name="annotation_counted_once"),
        ]
        indexes = [models.Index(fields=["organisation", "project"], name="annotation_counted_rows")]

    def __str__(self) -> str:
        return f"Counts of {self.item_id}"


class Count(TenantModel):
    """Changes of counts, one row for each time that an item's answers changed: figures are sums over a project's rows,
    which are added up from time to time. Nothing is updated, so nobody waits for anybody.

    A row of changes has no `part`. Sums have the figure that they are of, and those of a question with few clusters
    are apart from those with many, which readers are told by the row `summary` (see `annotation.agreement.summaries`).
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    part = models.CharField(max_length=10, blank=True, db_default="")
    keys = ArrayField(models.TextField())
    n = ArrayField(models.BigIntegerField())
    totals = ArrayField(models.BigIntegerField())

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_count_project"),
        ]
        indexes = [models.Index(fields=["organisation", "project"], name="annotation_count_rows")]

    def __str__(self) -> str:
        return f"{len(self.keys)} counts"
