"""The admin of the work: projects, items, and what people did."""

from annotation.admin import files, gold, projects, reviews, rules, work

__all__ = ["files", "gold", "projects", "reviews", "rules", "work"]
