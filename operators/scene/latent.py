"""The latent of an object, what the sampler found, in a text of the .blend that it points to.

A text, and not a property, because every exporter passes by what an object points to, while bytes
with zeros abort Alembic and a property of two megabytes swells the others' files. Copies of an
object share it, it goes along with append, link, undo and saving, Maquette or not, and nobody's
purge takes it while an object needs it. Its lines are base64 of a NumPy file, compressed: 10 kB for
the model in the box, 2 MB for Shap-E.
"""

from __future__ import annotations

import base64
import binascii
import zlib

import bpy

from ...backend.shared.errors import MaquetteError

LATENT = "maquette_latent"
NAME = ".Maquette Latent"  # with a dot, which hides it from menus
LINE = 57  # bytes that a line of base64 holds


def keep(array: bytes) -> bpy.types.Text:
    """A text with a NumPy file, for an object to point to."""
    return _text(_written(zlib.compress(array)))


def size(made: bpy.types.Object) -> int:
    """Bytes that its latent takes, to a line; 0 if it has none."""
    kept = made.get(LATENT)
    if isinstance(kept, bpy.types.Text):
        return LINE * (len(kept.lines) - 1)
    return len(kept) if isinstance(kept, bytes | str) else 0


def read(made: bpy.types.Object) -> bytes:
    """Its NumPy file. Raises MaquetteError if there is none that can be read."""
    if not size(made):
        raise MaquetteError("request", f"{made.name} has no latent.", "Regenerate it first.")
    kept = made[LATENT]
    if isinstance(kept, bpy.types.Text):
        kept = kept.as_string()
    try:
        packed = kept if isinstance(kept, bytes) else base64.b64decode(kept)
        return zlib.decompress(packed)
    except (zlib.error, binascii.Error, ValueError) as error:
        raise MaquetteError(
            "file", f"The latent of {made.name} cannot be read: {error}.", "Regenerate it."
        ) from error


def forget(made: bpy.types.Object) -> None:
    """Take it from this object, and out of the file where no other one has it."""
    kept = made.get(LATENT)
    if LATENT in made:
        del made[LATENT]
    if isinstance(kept, bpy.types.Text) and not (kept.users or kept.library):
        bpy.data.texts.remove(kept)


def upgrade(made: bpy.types.Object) -> None:
    """What Maquette 0.1.0 kept as bytes. A linked object cannot point to a text of this file: it
    has the words themselves, until its own file is saved anew."""
    kept = made.get(LATENT)
    if not isinstance(kept, bytes):
        return
    words = _written(kept)
    made[LATENT] = words if made.library else _text(words)


def _written(packed: bytes) -> str:
    return base64.encodebytes(packed).decode()


def _text(words: str) -> bpy.types.Text:
    text = bpy.data.texts.new(NAME)
    text.use_fake_user = False  # it goes with its last object
    text.from_string(words)
    return text
