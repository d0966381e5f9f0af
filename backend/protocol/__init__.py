"""The one room that Blender's side and the worker share.

Standard library only, because Blender's Python imports it too; it never imports bpy, nor anything
else of `backend`.

    messages.py     what travels on the pipes, one JSON object a line
    request.py      what may be asked for, and the limits of each value
    errors.py       MaquetteError: a sentence for a person and what to do next; `foreign`
    strict_json.py  JSON of others, read strictly
    typed.py        whether values are what type hints say
    catalogue.py    the models that can be named, with the settings each of them wants
    description.py  what a model folder's maquette.json says
    environment.py  where the worker's Python environment lies and whether it is whole
    process.py      starting a process that cannot outlive us, on three systems
    log.py          the worker's log: a file a run, and its last words
    pipes.py        a child's pipes, read and written without waiting
    connection.py   Blender's end of the conversation: start, send, poll, close
"""
