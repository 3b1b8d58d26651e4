"""Who gets what, and in which order it is shown. No framework."""

from annotation.distribution.order import shown_order

__all__ = ["shown_order"]
