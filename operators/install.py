"""Install Backend, Remove Backend, Allow Online Access."""

from __future__ import annotations

import bpy

from ..backend.shared.errors import MaquetteError
from ..backend.shared.process import environment
from ..backend.shared.request import DEVICES, InstallationRequest
from . import session
from .job_operator import allowed, idle, report
from .jobs import paths
from .jobs.job import Job


class MAQUETTE_OT_install_backend(bpy.types.Operator):
    """Download and install the backend in its own folder (about 2 GB)"""

    bl_idname = "maquette.install_backend"
    bl_label = "Install Backend"

    accelerator: bpy.props.EnumProperty(
        name="Accelerator",
        description="Which build of PyTorch to install",
        items=[(device.value, device.label, "") for device in DEVICES],
    )

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        return idle(cls)

    def invoke(self, _context: bpy.types.Context, _event: bpy.types.Event) -> set[str]:
        return self._install(session.current.submit)

    def execute(self, _context: bpy.types.Context) -> set[str]:
        return self._install(session.current.run)

    def _install(self, start) -> set[str]:
        try:
            if not bpy.app.online_access:
                raise MaquetteError(
                    "offline",
                    "Blender is not allowed to go online.",
                    "Press Allow Online Access, then install again.",
                )
            folder = str(paths.environment_folder())
            request = InstallationRequest(folder, self.accelerator)
            request.validate()
            start(Job(request))
        except MaquetteError as error:
            return report(self, error)
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_remove_backend(bpy.types.Operator):
    """Delete the installed backend from the disk"""

    bl_idname = "maquette.remove_backend"
    bl_label = "Remove Backend"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        try:
            absent = environment.state(paths.environment_folder()) == "absent"
        except MaquetteError:  # there is not even a folder for it
            absent = True
        return idle(cls) and allowed(cls, "The backend is not installed" if absent else "")

    def invoke(self, context: bpy.types.Context, event: bpy.types.Event) -> set[str]:
        return context.window_manager.invoke_confirm(self, event)

    def execute(self, _context: bpy.types.Context) -> set[str]:
        session.current.stop_worker()
        try:
            environment.remove(paths.environment_folder())
        except MaquetteError as error:
            return report(self, error)
        session.current.error = None
        session.redraw()
        return {"FINISHED"}


class MAQUETTE_OT_allow_online(bpy.types.Operator):
    """Allow Blender to go online, as the installation requires"""

    bl_idname = "maquette.allow_online"
    bl_label = "Allow Online Access"

    @classmethod
    def poll(cls, _context: bpy.types.Context) -> bool:
        forced = bpy.app.online_access_override
        return allowed(cls, "Blender was started with --offline-mode" if forced else "")

    def execute(self, context: bpy.types.Context) -> set[str]:
        context.preferences.system.use_online_access = True
        session.current.error = None
        session.redraw()
        return {"FINISHED"}


CLASSES = (MAQUETTE_OT_install_backend, MAQUETTE_OT_remove_backend, MAQUETTE_OT_allow_online)
