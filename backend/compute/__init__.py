"""How numbers are computed here, whatever the model.

device.py      cuda, mps or cpu; precision, memory, who has a seat on the device
linear.py      affine maps, by the quickest arithmetic at hand
cores.py       small computations side by side, one a core
cuda_graph.py  a network's operations, recorded once and launched as one
"""
