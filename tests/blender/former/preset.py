import bpy

settings = bpy.context.scene.maquette

settings.start = "PICTURE"
settings.drawer = ""
settings.model = ""
settings.preset = "exact"
settings.prompt = "a red chair"
settings.steps = 21
settings.ghost = 3
settings.loose = False
settings.place = "SHEET"
settings.differ = "GUIDANCE"
settings.names = True
