"""What items are found by besides their words."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.items import Item
from annotation.models.projects import Project


class ItemFacts(TenantModel):
    """What people said of an item, as facts that an index finds it by (see `annotation.agreement.facts`). They change
    with every answer, and stand beside the item's words because these do not.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    item = TenantForeignKey(Item, models.CASCADE, related_name="+", db_index=False)
    facts = SearchVectorField()

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_itemfacts_project"),
            SameOrganisation("item", name="annotation_itemfacts_item"),
            models.UniqueConstraint(fields=["organisation", "item"], name="annotation_itemfacts_once"),
        ]
        indexes = [GinIndex(fields=["facts"], name="annotation_itemfacts_found")]

    def __str__(self) -> str:
        return f"Facts of {self.item_id}"
