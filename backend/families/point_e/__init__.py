"""Point-E: a diffusion transformer draws a cloud of colored points, a second one draws more points
among them, and a third network tells where their surface is (Nichol et al., "Point-E: A System for
Generating 3D Point Clouds from Complex Prompts", arXiv 2212.08751).

    transformer.py  blocks of transformers
    denoiser.py     prompt or image, noise -> points; points, noise -> more points
    diffusion.py    noise and time, and what a network's answer says of the points
    sampling.py     noise -> points, by Heun's method or a faster one, in two stages
    sdf.py          points -> signed distance
    meshing.py      points -> signed distance -> colored mesh
    checkpoints.py  OpenAI's own files -> networks
    originals.py    OpenAI's own files -> a model folder

Not offered to anyone yet: a family is found by its family.toml, and there is none.
"""
