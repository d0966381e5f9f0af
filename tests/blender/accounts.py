"""What becomes of every job, error and worker; kept by the walk in `test_random.py`."""

import os
import re
from pathlib import Path

import bpy


class Accounts:
    """jobs      all that were submitted
    fates     of those that are over: "landed", "kept", "refused", "failed", "cancelled"
    delivered jobs that the worker finished
    errors    all that were shown
    pids      all workers that were seen
    longest   how many waited for their turn at most
    dropping  whether jobs are dropped on purpose just now
    """

    def __init__(self, blender, monkeypatch) -> None:
        self.blender = blender
        self.jobs, self.fates, self.delivered, self.errors = [], {}, set(), []
        self.pids, self.longest, self.dropping = set(), 0, False
        self._watch(monkeypatch)

    def check(self) -> None:
        """Each job is in one place, and nothing else is: no folder, no process."""
        current = self.blender.current
        alive = workers()
        self.pids |= alive
        assert alive <= {current.connection.pid if current.connection else None}
        self.longest = max(self.longest, len(current.queue))
        there = [*current.queue.jobs, *current.waiting, *([current.job] if current.job else [])]
        assert len(there) + len(self.fates) == len(self.jobs)
        assert {*there, *self.fates} == set(self.jobs)
        folders = [Path(job.request.folder) for job in there]
        assert sorted(folders) == sorted(self.blender.folders())
        for job, fate in self.fates.items():
            assert fate != "failed" or (job.error in self.errors and job not in self.delivered)
        for error in self.errors:
            assert error.code != "internal" and is_sentence(str(error))

    def _watch(self, monkeypatch) -> None:
        session, landing, history, queue, job = (
            self.blender.module(f"operators.{name}")
            for name in ("session", "scene.landing", "jobs.history", "jobs.queue", "jobs.job")
        )
        add, discard, land, keep = queue.Queue.add, job.Job.discard, landing.land, history.keep
        finish = session.Session._finish

        def added(self_, jobs, place):
            add(self_, jobs, place)
            self.jobs += jobs

        def finished(self_, result):
            self.delivered.add(self_.job)
            finish(self_, result)

        def landed(context, job):
            """Its objects are in a scene. One that is refused has changed nothing."""
            before = set(bpy.data.objects.keys())
            try:
                made = land(context, job)
            except Exception:
                self._end(job, "refused")
                assert "broken" in job.request.prompt
                assert set(bpy.data.objects.keys()) == before
                raise
            assert len(made) == len(job.result.samples)
            assert all(each.users_scene and len(each.data.polygons) == 12 for each in made)
            assert {each["maquette_prompt"] for each in made} == {job.request.prompt}
            self._end(job, "landed")
            return made

        def kept(job):
            keep(job)
            if job.sheet:
                self._end(job, "kept")

        def discarded(job):
            discard(job)
            if job not in self.fates:
                self._end(job, "cancelled" if job.cancelled or self.dropping else "failed")

        def shown(self_, error):
            vars(self_)["error"] = error
            if error:
                self.errors.append(error)

        error = property(lambda self_: vars(self_)["error"], shown)
        for owner, name, watched in (
            (queue.Queue, "add", added),
            (session.Session, "_finish", finished),
            (session.Session, "error", error),
            (landing, "land", landed),
            (history, "keep", kept),
            (job.Job, "discard", discarded),
        ):
            monkeypatch.setattr(owner, name, watched, raising=False)

    def _end(self, job, fate: str) -> None:
        """A job comes to one end. What is picked from the history is one that nobody submitted."""
        assert job not in self.fates
        if job in self.jobs:
            self.fates[job] = fate


def workers() -> set[int]:
    """Our children that live; a dead one that nobody waited for does not count."""
    found = set()
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, parent = status.read_text().rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z" and int(parent) == os.getpid():
            found.add(int(status.parent.name))
    return found


def is_sentence(text: str) -> bool:
    """Whether a person can read it."""
    said = re.search("Traceback|internal|inside Maquette|Exception|Error|0x", text)
    return bool(re.fullmatch(r"[^\n]+\.", text)) and not said
