"""Which pictures are accepted, what is cut out of them, and that nobody can tell the pixels apart."""

import io
import struct
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from annotation.media.facts import MAX_IMAGE_BYTES, ImageFacts, Refused
from annotation.media.images import verify_image
from annotation.tests import pictures
from annotation.tests.pictures import HTML, PROFILE, SECRET, ZIP, encoded, exif, picture

TYPES = {"PNG": "image/png", "JPEG": "image/jpeg", "WEBP": "image/webp", "GIF": "image/gif"}


class Checked:
    """A file as it was uploaded and as it is stored."""

    def __init__(self, folder: Path, data: bytes, media_type: str, size: int | None = None) -> None:
        source, cleaned = folder / "source", folder / "cleaned"
        source.write_bytes(data)
        cleaned.unlink(missing_ok=True)
        size = len(data) if size is None else size
        self.facts: ImageFacts = verify_image(source, media_type=media_type, size=size, cleaned=cleaned)
        self.stored = cleaned.read_bytes()


def decoded(data: bytes) -> tuple[str, tuple[int, int], bytes, object, object]:
    with Image.open(io.BytesIO(data)) as image:
        image.load()
        return image.mode, image.size, image.tobytes(), image.getpalette(), image.info.get("transparency")


def profile_in(data: bytes) -> object:
    with Image.open(io.BytesIO(data)) as image:
        return image.info.get("icc_profile")


def good_pictures() -> dict[str, tuple[str, bytes]]:
    made: dict[str, tuple[str, bytes]] = {}
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16"):
        made[f"png {mode}"] = "PNG", encoded(picture(mode), "PNG")
    made["png 16 bits a channel"] = "PNG", pictures.deep_png()
    made["png palette with transparency"] = "PNG", encoded(picture("P"), "PNG", transparency=b"\x00\x80\xff")
    for mode in ("L", "RGB", "CMYK"):
        made[f"jpeg {mode}"] = "JPEG", encoded(picture(mode), "JPEG")
        made[f"jpeg {mode} progressive"] = "JPEG", encoded(picture(mode), "JPEG", progressive=True)
    ycbcr = encoded(picture(), "JPEG")
    says_rgb = pictures.jpeg_segment(0xEE, b"Adobe\x00\x64" + bytes(5))
    made["jpeg whose Adobe segment changes the colours"] = "JPEG", ycbcr[:2] + says_rgb + ycbcr[20:]
    made["jpeg with restarts"] = "JPEG", encoded(picture(), "JPEG", restart_marker_blocks=1)
    for mode in ("RGB", "RGBA"):
        made[f"webp {mode} lossy"] = "WEBP", encoded(picture(mode), "WEBP")
        made[f"webp {mode} lossless"] = "WEBP", encoded(picture(mode), "WEBP", lossless=True)
    made["gif"] = "GIF", encoded(picture("P"), "GIF")
    made["gif interlaced"] = "GIF", encoded(picture("P"), "GIF", interlace=1)
    made["gif with transparency"] = "GIF", encoded(picture("P"), "GIF", transparency=3)
    return made


def with_metadata(form: str, data: bytes) -> bytes:
    match form:
        case "PNG":
            return pictures.png_with(data, *pictures.png_metadata(), pictures.png_chunk(b"eXIf", exif()[6:]))
        case "JPEG":
            exif_segment = pictures.jpeg_segment(0xE1, exif())
            return pictures.jpeg_with(data, exif_segment, *pictures.jpeg_metadata())
        case "WEBP":
            extra = [pictures.webp_chunk(b"EXIF", exif()[6:]), pictures.webp_chunk(b"XMP ", SECRET)]
            return pictures.webp_with(data, *extra, pictures.webp_chunk(b"junk", HTML))
        case _:
            return pictures.gif_with(data, *pictures.gif_metadata())


GOOD = good_pictures()


@pytest.mark.filterwarnings("ignore:Image appears to be a malformed MPO file")
@pytest.mark.parametrize("name", GOOD)
def test_metadata_and_trailing_bytes_go_and_every_pixel_stays(name: str, tmp_path: Path) -> None:
    form, plain = GOOD[name]
    loaded = with_metadata(form, plain) + HTML + ZIP
    checked = Checked(tmp_path, loaded, TYPES[form])
    assert SECRET in loaded
    assert SECRET not in checked.stored
    assert b"<script>" not in checked.stored
    assert decoded(checked.stored) == decoded(loaded) == decoded(plain)
    assert (checked.facts.width, checked.facts.height) == decoded(plain)[1]
    assert checked.facts.size == len(checked.stored) <= len(plain)
    with Image.open(io.BytesIO(checked.stored)) as image:
        assert image.format == form
        assert not set(image.info) & {"exif", "xmp", "comment", "photoshop", "Author", "Comment"}


@pytest.mark.parametrize("name", GOOD)
def test_a_stored_picture_is_stored_again_as_it_is(name: str, tmp_path: Path) -> None:
    form, plain = GOOD[name]
    once = Checked(tmp_path, plain, TYPES[form])
    assert Checked(tmp_path, once.stored, TYPES[form]).stored == once.stored


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_colour_profiles_are_kept(form: str, tmp_path: Path) -> None:
    checked = Checked(tmp_path, encoded(picture(), form, icc_profile=PROFILE), TYPES[form])
    assert profile_in(checked.stored) == PROFILE


def test_a_large_colour_profile_is_kept_over_many_segments(tmp_path: Path) -> None:
    profile = struct.pack(">I", 200_000) + PROFILE[4:128] + bytes(200_000 - 128)
    checked = Checked(tmp_path, encoded(picture(), "JPEG", icc_profile=profile), TYPES["JPEG"])
    assert profile_in(checked.stored) == profile


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_what_only_claims_to_be_a_colour_profile_goes(form: str, tmp_path: Path) -> None:
    claim = struct.pack(">I", 4 + 10 * len(HTML)) + 10 * HTML
    checked = Checked(tmp_path, encoded(picture(), form, icc_profile=claim), TYPES[form])
    assert profile_in(checked.stored) is None
    assert SECRET not in checked.stored


def test_bytes_after_the_end_of_a_colour_profile_go(tmp_path: Path) -> None:
    checked = Checked(tmp_path, encoded(picture(), "WEBP", icc_profile=PROFILE + HTML), TYPES["WEBP"])
    assert profile_in(checked.stored) == PROFILE


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_the_orientation_alone_is_kept_of_exif_and_turns_the_size(form: str, orientation: int, tmp_path: Path) -> None:
    data = encoded(picture(), form, exif=exif(orientation))
    checked = Checked(tmp_path, data, TYPES[form])
    turned = orientation >= 5
    assert checked.facts.orientation == orientation
    assert (checked.facts.stored_width, checked.facts.stored_height) == (24, 16)
    assert (checked.facts.width, checked.facts.height) == ((16, 24) if turned else (24, 16))
    with Image.open(io.BytesIO(checked.stored)) as image:
        assert dict(image.getexif()) == ({} if orientation == 1 else {0x0112: orientation})
    assert decoded(checked.stored) == decoded(data)
    assert SECRET not in checked.stored


@pytest.mark.parametrize("orientation", [0, 9, 65535])
def test_an_orientation_that_does_not_exist_means_as_stored(orientation: int, tmp_path: Path) -> None:
    checked = Checked(tmp_path, encoded(picture(), "JPEG", exif=exif(orientation)), TYPES["JPEG"])
    assert checked.facts.orientation == 1


def test_a_little_endian_orientation_after_the_image_data_counts_too(tmp_path: Path) -> None:
    block = struct.pack("<2sHIHHHIHHI", b"II", 42, 8, 1, 0x0112, 3, 1, 6, 0, 0)
    late = pictures.png_with(encoded(picture(), "PNG"), pictures.png_chunk(b"eXIf", block), before=b"IEND")
    checked = Checked(tmp_path, late, TYPES["PNG"])
    assert (checked.facts.orientation, checked.facts.width) == (6, 16)
    assert checked.stored.index(b"eXIf") < checked.stored.index(b"IDAT")


def test_the_orientation_of_a_webp_goes_because_browsers_do_not_follow_it(tmp_path: Path) -> None:
    checked = Checked(tmp_path, encoded(picture(), "WEBP", exif=exif(6)), TYPES["WEBP"])
    assert (checked.facts.orientation, checked.facts.width, checked.facts.height) == (1, 24, 16)
    assert b"EXIF" not in checked.stored
    flags = checked.stored[20]
    assert (checked.stored[12:16], flags) == (b"VP8X", 0)


def test_thumbnails_and_second_pictures_of_a_jpeg_go(tmp_path: Path) -> None:
    thumbnail = b"JFIF\x00\x01\x02\x01\x00\x48\x00\x48\x01\x01" + b"abc"
    jpeg = encoded(picture(), "JPEG")
    loaded = jpeg[:2] + pictures.jpeg_segment(0xE0, thumbnail) + jpeg[20:] + jpeg
    checked = Checked(tmp_path, loaded, TYPES["JPEG"])
    assert checked.stored.count(b"\xff\xd8\xff") == 1
    assert b"abc" not in checked.stored
    assert decoded(checked.stored) == decoded(jpeg)


def test_an_animation_of_one_frame_is_a_picture(tmp_path: Path) -> None:
    control = pictures.png_chunk(b"acTL", struct.pack(">II", 1, 0))
    checked = Checked(tmp_path, pictures.png_with(encoded(picture(), "PNG"), control), TYPES["PNG"])
    assert b"acTL" not in checked.stored


# What is refused


def bad_pictures() -> dict[str, tuple[str, bytes, str]]:
    png, jpeg = encoded(picture(), "PNG"), encoded(picture(), "JPEG")
    webp, gif = encoded(picture(), "WEBP"), encoded(picture("P"), "GIF")
    wide = pictures.png_of(16_385, 1, 1, 0, b"\x00" * 2050)
    scan = jpeg.index(b"\xff\xda")
    return {
        "nothing": ("PNG", b"", "is empty"),
        "svg": ("PNG", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "not a PNG"),
        "svg with a declaration": ("PNG", b'<?xml version="1.0"?><svg/>', "not a PNG"),
        "html": ("GIF", HTML, "not a PNG"),
        "tiff": ("JPEG", encoded(picture(), "TIFF"), "not a PNG"),
        "bmp": ("PNG", encoded(picture(), "BMP"), "not a PNG"),
        "ico": ("PNG", encoded(picture(), "ICO"), "not a PNG"),
        "pdf": ("PNG", encoded(picture(), "PDF"), "not a PNG"),
        "eps": ("PNG", encoded(picture(), "EPS"), "not a PNG"),
        "zip": ("PNG", ZIP, "not a PNG"),
        "zip before a png": ("PNG", ZIP + png, "not a PNG"),
        "wave": ("WEBP", b"RIFF\x04\x00\x00\x00WAVE", "not a PNG"),
        "signature alone": ("PNG", png[:8], "ends before"),
        "zip behind a png signature": ("PNG", png[:8] + ZIP, "ends before|no name"),
        "gif that is a script": ("GIF", b"GIF89a/*" + b"*/=1;alert(1)//" * 4, "ends before|stray|inside"),
        "jpeg that is html": ("JPEG", b"\xff\xd8\xff" + HTML, "damaged|ends before"),
        "another type than announced": ("JPEG", png, "announced as image/jpeg but is a PNG"),
        "a type that is not taken": ("SVG", png, "announced as"),
        "png without data": ("PNG", png[:33] + pictures.png_chunk(b"IEND", b""), "ends before"),
        "png with a wrong checksum": ("PNG", png[:-20] + b"\x00" + png[-19:], "checksum"),
        "png with too little data": ("PNG", pictures.png_of(24, 16, 8, 2, b"\x00" * 100), "cannot be decoded"),
        "png that needs an unknown chunk": ("PNG", pictures.png_with(png, pictures.png_chunk(b"CgBI", b"")), "unknown"),
        "png with a long colour chunk": ("PNG", pictures.png_with(png, pictures.png_chunk(b"sBIT", HTML * 99)), "long"),
        "png without pixels": ("PNG", pictures.png_of(0, 0, 8, 2, b""), "is empty"),
        "png too wide": ("PNG", wide, "16384 on one side"),
        "png of 900 million pixels": ("PNG", pictures.png_of(30_000, 30_000, 8, 2, b""), "30000 × 30000"),
        "png of the largest size": ("PNG", pictures.png_of(2**31 - 1, 2**31 - 1, 16, 6, b""), "at most 50 million"),
        "png of 51 million pixels": ("PNG", pictures.png_of(10_000, 5_100, 1, 0, bytes(6_380_100)), "at most 50"),
        "jpeg of the largest size": ("JPEG", pictures.jpeg_frame_sized(jpeg, 65_535, 65_535), "at most 50 million"),
        "jpeg without height": ("JPEG", pictures.jpeg_frame_sized(jpeg, 24, 0), "is empty"),
        "jpeg with arithmetic coding": ("JPEG", jpeg.replace(b"\xff\xc0", b"\xff\xc9", 1), "browsers do not show"),
        "jpeg without loss": ("JPEG", jpeg.replace(b"\xff\xc0", b"\xff\xc3", 1), "browsers do not show"),
        "jpeg of 12 bits": ("JPEG", jpeg.replace(b"\xff\xc0\x00\x11\x08", b"\xff\xc0\x00\x11\x0c"), "do not show"),
        "jpeg without tables": ("JPEG", jpeg[:20] + jpeg[jpeg.index(b"\xff\xc0") :], "cannot be decoded"),
        "jpeg of 101 scans": ("JPEG", jpeg[:-2] + jpeg[scan:-2] * 100 + jpeg[-2:], "101 scans"),
        "jpeg with stray bytes": ("JPEG", pictures.jpeg_with(jpeg, HTML), "stray bytes"),
        "jpeg of two frames": (
            "JPEG",
            pictures.jpeg_with(jpeg, jpeg[jpeg.index(b"\xff\xc0") :][:19]),
            "two frames",
        ),
        "webp of another size than its header": (
            "WEBP",
            pictures.webp_with(
                webp[:12], pictures.webp_chunk(b"VP8X", struct.pack("<IHBHB", 0, 99, 0, 99, 0)), webp[12:]
            ),
            "differ in size",
        ),
        "webp without a picture": ("WEBP", b"RIFF\x04\x00\x00\x00WEBP", "ends before"),
        "webp of two pictures": ("WEBP", pictures.webp_with(webp, webp[12:]), "two pictures"),
        "gif of the largest size": ("GIF", gif[:6] + b"\xff\xff\xff\xff" + gif[10:], "at most 50 million"),
        "gif whose frame lies outside": ("GIF", gif[:6] + b"\x01\x00\x01\x00" + gif[10:], "inside the picture"),
        "gif without a frame": ("GIF", gif[:13] + b"\x3b", "ends before|stray"),
        "moving gif": ("GIF", pictures.frames("GIF"), "moves"),
        "moving png": ("PNG", pictures.frames("PNG"), "moves"),
        "moving webp": ("WEBP", pictures.frames("WEBP"), "moves"),
    }


BAD = bad_pictures()


@pytest.mark.parametrize("name", BAD)
def test_a_bad_picture_is_refused_with_its_reason(name: str, tmp_path: Path) -> None:
    form, data, reason = BAD[name]
    with pytest.raises(Refused, match=reason):
        Checked(tmp_path, data, TYPES.get(form, "image/svg+xml"))
    assert not (tmp_path / "cleaned").exists()


def test_another_size_than_announced_is_refused(tmp_path: Path) -> None:
    data = encoded(picture(), "PNG")
    with pytest.raises(Refused, match=f"has {len(data)} bytes, but 12 were announced"):
        Checked(tmp_path, data, TYPES["PNG"], size=12)


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    with (tmp_path / "source").open("wb") as file:
        file.truncate(MAX_IMAGE_BYTES + 1)
    with pytest.raises(Refused, match="larger than 64 MiB"):
        verify_image(tmp_path / "source", media_type="image/png", size=1, cleaned=tmp_path / "cleaned")


@pytest.mark.parametrize("form", TYPES)
def test_a_picture_cut_off_anywhere_is_refused(form: str, tmp_path: Path) -> None:
    data = encoded(picture("P" if form == "GIF" else "RGB"), form)
    for length in range(len(data)):
        with pytest.raises(Refused):
            Checked(tmp_path, data[:length], TYPES[form])


@pytest.mark.parametrize("kind", [b"zTXt", b"iCCP"])
def test_a_chunk_that_would_unpack_to_a_gigabyte_is_never_unpacked_whole(kind: bytes, tmp_path: Path) -> None:
    bomb = pictures.png_chunk(kind, b"x\x00\x00" + pictures.packed_zeros(1024))
    data = pictures.png_with(encoded(picture(), "PNG"), bomb)
    tracemalloc.start()
    stored = Checked(tmp_path, data, TYPES["PNG"]).stored
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(stored) < 10_000
    assert most < 50 << 20


@given(
    form=st.sampled_from(sorted(TYPES)), changes=st.lists(st.tuples(st.integers(0), st.integers(0, 255)), max_size=8)
)
def test_a_picture_with_changed_bytes_is_refused_or_stored_but_nothing_else(
    form: str, changes: list[tuple[int, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    data = bytearray(with_metadata(form, encoded(picture("P" if form == "GIF" else "RGB"), form)))
    for place, value in changes:
        data[place % len(data)] = value
    try:
        checked = Checked(tmp_path_factory.getbasetemp(), bytes(data), TYPES[form])
    except Refused:
        return
    assert checked.facts.size == len(checked.stored)
    assert decoded(checked.stored)[1] == (checked.facts.stored_width, checked.facts.stored_height)
