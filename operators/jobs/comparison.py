"""Jobs of one press that ask the same of several models, and what there is to say of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpy.app.translations import pgettext_iface as iface_

if TYPE_CHECKING:
    from .job import Job


@dataclass(eq=False)
class Comparison:
    """A job for each model, by the label of the model."""

    jobs: dict[str, Job]

    @property
    def sentences(self) -> tuple[str, ...]:
        """How long each took and what it made, or why it made nothing; of those that are done."""
        return tuple(
            _told(label, job) for label, job in self.jobs.items() if job.result or job.error
        )


def _told(label: str, job: Job) -> str:
    if not job.result:
        return iface_("{} failed: {}").format(label, job.error.message)
    (sample,), seconds = job.result.samples, job.result.seconds
    took = seconds.get("sampling", 0.0), seconds.get("meshing", 0.0)
    if sample.faces:
        told = iface_("{} took {:.1f} s to sample and {:.1f} s to mesh: {:,} triangles.")
        return told.format(label, *took, sample.faces)
    told = iface_("{} took {:.1f} s to sample and {:.1f} s to make {:,} points.")
    return told.format(label, *took, sample.vertices)
