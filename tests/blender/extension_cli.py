"""`blender --command extension …` for the bpy wheel, which has no command line of its own.

python extension_cli.py build|validate|server-generate …

`build --source-dir CHECKOUT` builds from a copy of what git tracks there.
"""

import importlib.util
import runpy
import sys
import tempfile
from pathlib import Path

import tracked  # beside this file

SHIPPED = ("backend/", "operators/", "panels/")

# Found without importing bpy, which takes seconds and is not needed for it.
package = Path(importlib.util.find_spec("bpy").origin).parent
command = next(package.glob("*/scripts/addons_core/bl_pkg/cli/blender_ext.py"))
sys.argv[0] = str(command)
sys.path.insert(0, str(command.parent))
with tempfile.TemporaryDirectory(prefix="maquette-zip-") as copy:
    if "--source-dir" in sys.argv:
        place = sys.argv.index("--source-dir") + 1
        for name in tracked.copy(Path(sys.argv[place]), Path(copy)):
            if name.startswith(SHIPPED):
                print(tracked.HINT, name, file=sys.stderr)
        sys.argv[place] = copy
    runpy.run_path(str(command), run_name="__main__")
