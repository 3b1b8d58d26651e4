"""Verification of pictures: what is not a whole PNG, JPEG, WEBP or still GIF of a bearable size is refused.

The pixels are never coded anew. Metadata are cut out of the file, the rest is decoded once to see that it can be,
and what was decoded, byte for byte, is what gets stored.
"""

import hashlib
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFile

from annotation.media import gif, jpeg, png, webp
from annotation.media.facts import MAX_IMAGE_BYTES, MAX_PIXELS, MAX_SIDE, Cleaned, ImageFacts, Refused


@dataclass(frozen=True)
class Format:
    """A kind of picture that is taken, and what cuts its metadata out."""

    name: str
    media_type: str
    clean: Callable[[bytes], Cleaned]


FORMATS = {
    "image/png": Format("PNG", "image/png", png.clean),
    "image/jpeg": Format("JPEG", "image/jpeg", jpeg.clean),
    "image/webp": Format("WEBP", "image/webp", webp.clean),
    "image/gif": Format("GIF", "image/gif", gif.clean),
}


def verify_image(source: Path, *, media_type: str, size: int, cleaned: Path) -> ImageFacts:
    """Check an uploaded picture against what was declared (media type, bytes) and write the file to store to `cleaned`.

    Raises `Refused`. Decoders are attacked: only the limited child process may call it.
    """
    facts = clean(source, media_type, size, cleaned)
    # From here on no copy of the file is in memory: the decoder may need all that the process is allowed.
    try:
        decode(cleaned, facts)
    except BaseException:
        cleaned.unlink()
        raise
    return facts


def clean(source: Path, media_type: str, size: int, cleaned: Path) -> ImageFacts:
    """Cut everything but the picture out of the file."""
    data = read(source, size)
    form = format_of(data)
    if form is None:
        raise Refused("This is not a PNG, JPEG, WEBP or GIF picture.")
    if form.media_type != media_type:
        raise Refused(f"The file was announced as {media_type} but is a {form.name} picture.")
    found = form.clean(data)
    check_size(found)
    digest = hashlib.sha256()
    with cleaned.open("wb") as file:
        for piece in found.pieces:
            digest.update(piece)
            file.write(piece)
    return ImageFacts(
        media_type=media_type,
        size=cleaned.stat().st_size,
        sha256=digest.hexdigest(),
        stored_width=found.width,
        stored_height=found.height,
        orientation=found.orientation,
    )


def read(source: Path, size: int) -> bytes:
    """The file's bytes, if they are as many as were announced."""
    if source.stat().st_size > MAX_IMAGE_BYTES:
        raise Refused(f"The picture is larger than {MAX_IMAGE_BYTES >> 20} MiB.")
    data = source.read_bytes()
    if not data:
        raise Refused("The file is empty.")
    if len(data) != size:
        raise Refused(f"The file has {len(data)} bytes, but {size} were announced.")
    return data


def format_of(data: bytes) -> Format | None:
    """By the first bytes, never by the name: SVG, HTML, TIFF, PDF, PSD, AVIF and the rest never reach a decoder."""
    if data.startswith(png.SIGNATURE):
        return FORMATS["image/png"]
    if data.startswith(jpeg.SIGNATURE):
        return FORMATS["image/jpeg"]
    if data.startswith(gif.SIGNATURES):
        return FORMATS["image/gif"]
    if webp.is_webp(data):
        return FORMATS["image/webp"]
    return None


def check_size(found: Cleaned) -> None:
    """Refuse, before anything is decoded, what would be too large to decode."""
    if not found.width or not found.height:
        raise Refused("The picture is empty.")
    if max(found.width, found.height) > MAX_SIDE or found.width * found.height > MAX_PIXELS:
        raise Refused(
            f"The picture has {found.width} × {found.height} pixels; "
            f"at most {MAX_PIXELS // 1_000_000} million and {MAX_SIDE} on one side are accepted."
        )


def decode(file: Path, facts: ImageFacts) -> None:
    """Decode the whole picture once. Whatever the decoder complains about, a warning included, refuses it."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    Image.MAX_IMAGE_PIXELS = MAX_PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            with Image.open(file, formats=[FORMATS[facts.media_type].name]) as picture:
                size = picture.size
                picture.load()
        except MemoryError:
            raise
        except Exception as error:
            raise Refused("The picture cannot be decoded.") from error
    if size != (facts.stored_width, facts.stored_height):
        raise Refused("The picture's header and its decoder differ in its size.")
