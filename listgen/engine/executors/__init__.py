"""Where pictures are rendered: in this machine's processes or on a Ray cluster, with the same bytes either way."""

from __future__ import annotations

from listgen.engine.executors.base import Executor
from listgen.engine.settings import RunSettings


def open_executor(settings: RunSettings) -> Executor:
    """Return the executor that a run asked for, to be used in a `with`; nothing is started before its first picture."""
    if settings.executor == "ray":
        from listgen.engine.executors.on_ray import RayExecutor

        return RayExecutor(settings.cluster, settings.jobs, backdrop=settings.images, model=settings.image_model)
    from listgen.engine.executors.local import LocalExecutor

    return LocalExecutor(settings.jobs)


__all__ = ["Executor", "open_executor"]
