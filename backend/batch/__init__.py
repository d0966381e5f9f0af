"""A list of what to make -> a folder of objects, a page that shows them, and never one twice.

    orders.py    rows of a list -> what to make, and under which name
    locks.py     one process at a time makes an object
    objects.py   the folders of objects: which are there, which failed, put in place whole
    run.py       makes what is not there yet, several in one batch of the network
    cluster.py   the same on the machines of a Ray cluster
    view.py      an object's mesh as the page shows it
    dataset.py   the folder as a dataset of FiftyOne
    index.py     index.jsonl and index.html, of all objects in the folder
    index_page/  what the page is made of

A run is its list and its folder: nothing else is kept of it, neither a journal nor a clock. So
whatever ends it, the same command goes on from there.
"""
