"""Makes maquette-mini, from shapes and captions to a diffusers folder. Not in the zip.

python -m training            the whole line, resumed where it stopped (state in training/state/)

palette.py        twelve colours, their names, and how a colour varies
shapes/           the shapes: parametric solids with parts, as signed distance
captions.py       what a shape could be called
dataset.py        shapes drawn at random, as points with distance and part
text_encoder.py   caption -> embedding: tokenizer and CLIP text model
autoencoder.py    parameters -> latent -> implicit function: the renderer
prior.py          embedding -> latent: the diffusion prior
export.py         the three as a diffusers folder
evaluate.py       what the folder can do, in figures and pictures
"""
