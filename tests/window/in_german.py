"""Runs inside a Blender without a window: installs the zip, speaks German, prints what it says.

Arguments after `--`: the zip, a folder for sys.path.
"""

import sys

zip_file, folder = sys.argv[sys.argv.index("--") + 1 :]
sys.path.insert(0, folder)  # numpy, which every Blender has but Debian's

import bpy  # noqa: E402
from bpy.app.translations import pgettext_iface, pgettext_tip  # noqa: E402

bpy.ops.extensions.package_install_files(
    repo="user_default", filepath=zip_file, enable_on_install=True
)
view = bpy.context.preferences.view
view.language = "de_DE"
view.use_translate_interface = view.use_translate_tooltips = True
vary = bpy.ops.maquette.vary.get_rna_type()
sampler = bpy.context.scene.maquette.bl_rna.properties["sampler"]
fast = sampler.enum_items["fast"]
said = (
    pgettext_iface(vary.name, vary.translation_context),
    pgettext_tip(vary.description),
    pgettext_iface(fast.name, sampler.translation_context),
    pgettext_iface("Names as Prompts"),
    sys.modules["bl_ext.user_default.maquette.panels.progress"].left(130.0),
)
bpy.ops.preferences.addon_disable(module="bl_ext.user_default.maquette")
print("SAID", " | ".join((*said, pgettext_iface("Names as Prompts"))))
