"""The admin of the work: projects, items, and what people did."""

from annotation.admin import files, gold, items, projects, reviews, rules, work

__all__ = ["files", "gold", "items", "projects", "reviews", "rules", "work"]
