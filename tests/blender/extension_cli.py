"""`blender --command extension …` for the bpy wheel, which has no command line of its own.

python extension_cli.py build|validate|server-generate …
"""

import importlib.util
import runpy
import sys
from pathlib import Path

# Found without importing bpy, which takes seconds and is not needed for it.
package = Path(importlib.util.find_spec("bpy").origin).parent
command = next(package.glob("*/scripts/addons_core/bl_pkg/cli/blender_ext.py"))
sys.argv[0] = str(command)
sys.path.insert(0, str(command.parent))
runpy.run_path(str(command), run_name="__main__")
