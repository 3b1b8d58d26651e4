"""The admin of the work: projects, items, and what people did."""

from annotation.admin import files, gold, items, model_scores, projects, reviews, rules, work

__all__ = ["files", "gold", "items", "model_scores", "projects", "reviews", "rules", "work"]
