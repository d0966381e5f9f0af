"""Makes maquette-mini, from shapes, captions and pictures to diffusers folders. Not in the zip.

python -m training            the whole line, resumed where it stopped (state in training/state/)

palette.py        twelve colours, their names, and how a colour varies
shapes/           the shapes: parametric solids with parts, as signed distance
captions.py       what a shape could be called
wordnet.py        WordNet's nouns, as Debian has them
nouns.py          which kind a noun means: a table made of it
omages_classes.py the same for what Omages' published checkpoints make
coverage.py       how many everyday nouns mean one
arrays.py         datasets as folders of arrays
dataset.py        shapes drawn at random, as points with distance and part
text_encoder.py   caption -> embedding: tokenizer and CLIP text model
views.py          shapes from around: part and normal at every pixel
pictures.py       views, coloured and lit, as the image encoder reads them
image_encoder.py  picture -> patch embeddings: CLIP vision model
autoencoder.py    parameters -> latent -> implicit function: the renderer
prior.py          embedding -> latent: the diffusion priors, for text and for pictures
loop.py           what trains each of these, and saves as it goes
export.py         all of them as two diffusers folders
denoising.py      how networks learn to say what lies under the noise
clouds.py         shapes as points on their surface
point_e.py        caption -> points, points -> more points, points -> distance: point-e-mini
kernels.py        what the last of these knows before it learns
export_point_e.py  and its folder
evaluate_point_e.py  what that makes, and surfaces around true points
templates.py      where the surface of a kind lies in an image
materials.py      what parts are made of
omage_dataset.py  shapes drawn at random as omages
omages.py         a class -> geometry -> material: omages-mini
export_omages.py  and its folder
evaluate_omages.py  what prompts become there
marching_cubes_table.py  tables that diffusers needs to make meshes of them
classifier.py     names the kind of a mesh by its looks: the judge
subject.py        the model that two of these measure
evaluate.py       what prompts become, in figures and pictures
evaluate_image.py what pictures become
evaluate_autoencoder.py  how true the renderer is
crispness.py      how flat, sharp and clearly colored what it makes is
"""
