"""rembg finds the object in an image, if the person has installed it into the worker's Python.

Of its models this names one, u2net: rembg's own choice has changed over time, and that of today has
a gigabyte and a license that forbids commercial use. The model is downloaded by rembg, once, where
going online is allowed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np

from ..shared.errors import MaquetteError

# https://github.com/danielgatis/rembg names the file; its weights have the license of
# https://github.com/xuebinqin/U-2-Net, as its authors say there (issue 208).
MODEL, SIZE, LICENSE = "u2net", "176 MB", "Apache-2.0"
INSTALL = 'Install it in the backend\'s Python (pip install "rembg[cpu]"), or use classical.'


def alpha(colour: np.ndarray) -> np.ndarray:
    """(H, W) uint8 of an image (H, W, 3) uint8: 255 where the object is.

    Raises MaquetteError: "request" where rembg cannot be used, "offline" where its model is not on
    this machine and may not be fetched.
    """
    try:
        import rembg  # pyright: ignore[reportMissingImports] - optional
    except ImportError as error:
        raise _unusable("is not installed", INSTALL) from error
    except SystemExit as error:  # how it says that there is no onnxruntime
        raise _unusable("needs onnxruntime, which is not installed", INSTALL) from error
    except Exception as error:
        raise _unusable(f"cannot be loaded ({_first_line(error)})", INSTALL) from error
    try:
        mask = rembg.remove(colour, only_mask=True, session=_session(rembg))
    except (MaquetteError, MemoryError):
        raise
    except (Exception, SystemExit) as error:
        remedy = f"Use classical, or delete {MODEL}.onnx in rembg's folder and try again."
        raise _unusable(f"failed ({_first_line(error)})", remedy) from error
    found = np.asarray(mask)
    if found.shape != colour.shape[:2] or found.dtype != np.uint8:
        raise _unusable("did not return a mask", "Use classical.")
    return found


def _session(rembg: Any) -> Any:
    """What computes with the model. A model that is here is read without rembg's look at its
    checksum, which fetches a file anew that is not as it was."""
    from rembg.sessions import u2net  # pyright: ignore[reportMissingImports] - optional

    kind = u2net.U2netSession
    if here := _file(kind):
        import onnxruntime  # pyright: ignore[reportMissingImports] - optional

        local = {"download_models": classmethod(lambda *_a, **_k: str(here))}
        return type("Local", (kind,), local)(MODEL, onnxruntime.SessionOptions())
    from huggingface_hub import constants

    if constants.is_offline_mode():
        raise MaquetteError(
            "offline",
            f"rembg's model {MODEL} ({SIZE}, {LICENSE}) is not on this computer, and"
            " downloads are not allowed.",
            "Allow online access, or use classical.",
        )
    print(f"rembg downloads its model {MODEL}: {SIZE}, {LICENSE}", file=sys.stderr)
    try:
        return rembg.new_session(MODEL)
    except (OSError, ValueError) as error:  # requests' errors are the one, pooch's the other
        raise MaquetteError(
            "network",
            f"rembg's model {MODEL} ({SIZE}, {LICENSE}) cannot be downloaded:"
            f" {_first_line(error)}.",
            "Check the connection and the proxy settings, or use classical.",
        ) from error


def _file(kind: Any) -> Path | None:
    """Where rembg keeps the model, if it does; newer versions know of more than one place."""
    name = f"{MODEL}.onnx"
    if hasattr(kind, "resolve_existing"):
        found = kind.resolve_existing(name)
        return Path(found) if found else None
    file = Path(kind.u2net_home(), name)
    return file if file.is_file() else None


def _unusable(what: str, remedy: str) -> MaquetteError:
    return MaquetteError("request", f"The background remover rembg {what}.", remedy)


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0].rstrip(".") if lines else type(error).__name__
