"""What a file is that is no image we read, told by its first bytes."""

from __future__ import annotations

import re

# Formats that Pillow hands to other programs or cannot decode: EPS goes to Ghostscript, which runs
# what is in the file.
LEFT_OUT = frozenset({"EPS", "WMF", "MPEG", "BUFR", "GRIB", "HDF5"})
POSTSCRIPT = re.compile(rb"\s*%!|\xc5\xd0\xd3\xc6")
TELLING = 1024  # bytes

_BEGINNINGS = (
    (rb"....ftyp(hei|hev|mif1|msf1)", "is a HEIC image, which Maquette cannot read"),
    (rb"....ftyp|\x1aE\xdf\xa3|RIFF....AVI |\0\0\x01[\xb3\xba]", "is a video, not an image"),
    (rb"%PDF", "is a PDF document, which Maquette cannot read"),
    (rb"\s*(<[?!].*?>\s*)*<svg", "is an SVG drawing, which Maquette cannot read"),
    (rb"\s*(<[?!].*?>\s*)*<html|\s*<!doctype html", "is a web page, not an image"),
    (rb"\x76\x2f\x31\x01", "is an OpenEXR image, which Maquette cannot read"),
    (rb"#\?R", "is a Radiance HDR image, which Maquette cannot read"),
    (rb"\xff\x0a|\0\0\0\x0cJXL ", "is a JPEG XL image, which Maquette cannot read"),
    (rb"\xd7\xcd\xc6\x9a|\x01\0\0\0.{36} EMF", "is a Windows metafile, which Maquette cannot read"),
    (rb"BLENDER|\x28\xb5\x2f\xfd", "is a Blender file, not an image"),
    (rb"PK\x03\x04|\x1f\x8b|7z\xbc\xaf|Rar!", "is an archive; unpack it first"),
    (rb"glTF", "is a glTF file, not an image"),
)


def what(start: bytes) -> str:
    """The end of a sentence about a file that begins with `start` and is not read."""
    if POSTSCRIPT.match(start):
        return "is PostScript, which Maquette does not open"
    for beginning, sentence in _BEGINNINGS:
        if re.match(b"(\xef\xbb\xbf)?(?:" + beginning + b")", start, re.DOTALL | re.IGNORECASE):
            return sentence
    return "is not an image"
