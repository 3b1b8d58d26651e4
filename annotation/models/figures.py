"""Figures of a project's people and models, kept for whoever asks next."""

from django.db import models

from accounts.tenancy.constraints import SameOrganisation
from accounts.tenancy.models import TenantForeignKey, TenantModel
from annotation.models.projects import Project


class FiguresAbout(models.TextChoices):
    """Whose figures they are."""

    PEOPLE = "people"
    MODELS = "models"


class KeptFigures(TenantModel):
    """What all answers of a period say of a project's people or models, as it was `counted_at`; before the first time
    that is None, and so are the `figures`. People stand in them by their ids: readers may not know everybody's name.

    The row is also the wish that it be worked out anew (`wanted_at`), of which a message to a worker only reminds.
    """

    project = TenantForeignKey(Project, models.CASCADE, related_name="+", db_index=False)
    about = models.CharField(max_length=10, choices=FiguresAbout)
    since_at = models.DateTimeField(null=True)
    until_at = models.DateTimeField(null=True, help_text="The first moment after the period.")
    by = models.CharField(max_length=10, blank=True, help_text="By what time is told, of models: week or month.")
    version = models.PositiveSmallIntegerField(help_text="Of the shape of the figures.")
    figures = models.JSONField(null=True)
    state = models.JSONField(null=True, help_text="What changes whenever the figures may, as it was then.")
    answers = models.BigIntegerField(default=0, help_text="How many annotations the project had at that time.")
    seconds = models.FloatField(null=True, help_text="How long it took.")
    counted_at = models.DateTimeField(null=True)
    wanted_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(help_text="When somebody looked, to a minute.")

    class Meta(TenantModel.Meta):
        constraints = [
            *TenantModel.Meta.constraints,
            SameOrganisation("project", name="annotation_keptfigures_project"),
            models.UniqueConstraint(
                fields=["organisation", "project", "about", "since_at", "until_at", "by", "version"],
                nulls_distinct=False,
                name="annotation_keptfigures_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Figures of {self.about} in {self.project_id}"
