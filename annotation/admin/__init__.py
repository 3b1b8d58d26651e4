"""The admin of the work: projects, items, and what people did."""

from annotation.admin import files, projects, work

__all__ = ["files", "projects", "work"]
