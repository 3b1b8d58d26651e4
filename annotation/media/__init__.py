"""Uploaded files: what they really are, and whether they are accepted. No framework.

Whoever has a file on disk calls `verify_image` or `verify_text`; the work is done in a limited child process.
"""

from annotation.media.facts import MAX_IMAGE_BYTES, MAX_TEXT_BYTES, ImageFacts, Refused, TextFacts
from annotation.media.limited import VerificationFailed, verify_image, verify_text

IMAGE_TYPES = ("image/png", "image/jpeg", "image/webp", "image/gif")

__all__ = [
    "IMAGE_TYPES",
    "MAX_IMAGE_BYTES",
    "MAX_TEXT_BYTES",
    "ImageFacts",
    "Refused",
    "TextFacts",
    "VerificationFailed",
    "verify_image",
    "verify_text",
]
