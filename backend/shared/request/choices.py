"""What settings may be, where they are one of a few, and the formats of files."""

from __future__ import annotations

from ..setting import Choice
from ..typed import Range

DEVICES = (
    Choice("auto", "Automatic", "Use the fastest device on this computer"),
    Choice("cuda", "CUDA", "Compute on an NVIDIA graphics card"),
    Choice("mps", "Metal", "Compute on the GPU of a Mac"),
    Choice("cpu", "CPU", "Compute on the CPU, which works everywhere but is slow"),
)
SAMPLERS = (
    Choice("exact", "Exact", "Use the sampler of the model's authors"),
    Choice("fast", "Fast", "Take a fraction of the time, with nearly the same quality"),
)
PRECISIONS = (
    Choice("auto", "Automatic"),
    Choice("fp32", "FP32"),
    Choice("fp16", "FP16"),
    Choice("bf16", "BF16"),
)
PREPARATION = (
    Choice("orient", "Upright", "Rotate the image the way the camera was held"),
    Choice("composite", "On White", "Replace transparency with white"),
    Choice("background", "Background", "Replace the background with white"),
    Choice("crop", "Crop", "Crop the image to the object"),
    Choice("pad", "Margin", "Make the image square, with white around the object"),
)
SYMMETRIES = (
    Choice("off", "Off", "Keep the mesh as it was generated"),
    Choice("x", "X", "Left and right: mirror the half where X is positive"),
    Choice("y", "Y", "Front and back: mirror the half where Y is positive"),
)
OUTPUTS = (
    Choice("auto", "Automatic", "Make what the model makes by default"),
    Choice("mesh", "Mesh", "Make a surface of triangles"),
    Choice("points", "Points", "Make a cloud of colored points"),
    Choice("both", "Both", "Make a mesh, and its cloud of points in the same place"),
)
ALL_STEPS = tuple(step.value for step in PREPARATION)
FORMATS = ("npz", "glb", "ply", "obj")
ACTIONS = ("download", "verify", "remove")
THUMBNAIL = Range(16, 512)  # pixels a side
