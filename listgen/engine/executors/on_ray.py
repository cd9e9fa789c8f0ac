"""Pictures by the actors of a Ray cluster. Photos go out and pictures come back through its object store.

Nothing that a worker has is trusted to last: a group is done when its results are here, and until then it can be given
to another worker.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from listgen.engine.executors.base import Group, Result, died, lost
from listgen.engine.executors.parcel import model_files, pack
from listgen.engine.executors.ray_session import RaySession
from listgen.engine.executors.ray_worker import Hello, PictureWorker, code_here
from listgen.engine.picture_tasks import PictureTask
from listgen.engine.pictures import Rendered
from listgen.engine.settings import Cluster
from listgen.errors import ProviderError

# What a worker holds: one in work, and one so that it need not wait. The object store never has more than that.
_HELD = 2
# How often a group may lose its worker until it is taken for the reason.
_ATTEMPTS = 3
_FAILED_STARTS = 3
_PATIENCE_SECONDS = 600
_TICK_SECONDS = 5
_CLOSE_SECONDS = 5
_ALIKE_HINT = "install the same version everywhere, or let Ray do it: `runtime_env` in docs/scaling.md"


@dataclass(slots=True, eq=False)
class _Share:
    """The tasks of a group that go to one worker; `places` are theirs in the group."""

    index: int
    places: list[int]
    tasks: list[PictureTask]
    attempts: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    """An actor with what it was given, in the order in which it works; not `ready` until it said hello."""

    actor: Any
    holds: dict[Any, _Share] = field(default_factory=dict)
    ready: bool = False
    pid: int = 0


@dataclass(slots=True, eq=False)
class _Lane:
    """Workers of one kind, and what waits for them."""

    most: int = 0
    cpus: int = 1
    gpus: float = 0.0
    waiting: deque[_Share] = field(default_factory=deque)
    workers: list[_Worker] = field(default_factory=list)
    greeting: dict[Any, _Worker] = field(default_factory=dict)
    since: float = 0.0  # when it began to wait for its first worker


@dataclass(slots=True, eq=False)
class _Open:
    """A group on its way: how many tasks it has, and the results that are here."""

    tasks: int
    results: dict[int, Rendered] = field(default_factory=dict)

    def add(self, share: _Share, results: list[Rendered]) -> None:
        self.results |= zip(share.places, results, strict=True)

    @property
    def done(self) -> bool:
        return len(self.results) == self.tasks

    def in_order(self) -> list[Rendered]:
        return [self.results[place] for place in range(self.tasks)]


class RayExecutor:
    """Workers on a Ray cluster, or on one of this machine's processes where the settings name none.

    Everything is started with the first picture. Scenes by a checkpoint go to workers with a share of a GPU where the
    cluster has any, so that the checkpoint stays loaded; all else goes to workers with one processor each.
    """

    def __init__(self, cluster: Cluster, jobs: int, *, backdrop: str = "studio", model: str = "") -> None:
        """`jobs` processors are taken where the cluster is this machine. `backdrop` is who paints, see PictureJob."""
        self._cluster = cluster
        self._jobs = jobs
        self._session: RaySession | None = None
        self._shared: dict[Path, Any] = {}
        self._backdrop = backdrop
        self._model = model if backdrop == "diffusers" else ""
        self._studio = _Lane()
        # Beside the processors: such a worker waits for its GPU most of the time.
        self._painted = _Lane(cpus=0, gpus=cluster.gpu)
        self._failed_starts = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        session, self._session = self._session, None
        if session is None:
            return
        try:
            self._end_workers(session.ray, at_once=kind is not None)
        finally:
            session.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """Process ids of the workers that are ready, on whatever machine they are."""
        return tuple(worker.pid for lane in self._lanes for worker in lane.workers if worker.ready)

    def render(self, groups: Iterable[Group]) -> Iterator[Result]:
        """Yield (index of the group, results) as groups finish; see Executor.

        Raises:
            UsageError: ray is not installed, or the address is none.
            ProviderError: the cluster cannot be reached, has no room, or its workers are not like this machine.
        """
        waiting = enumerate(groups)
        opened: dict[int, _Open] = {}
        while True:
            self._take(waiting, opened)
            if not opened:
                return
            for share, results in chain(self._hand_out(), self._arrived()):
                group = opened[share.index]
                group.add(share, results)
                if group.done:
                    del opened[share.index]
                    yield share.index, group.in_order()

    @property
    def _lanes(self) -> tuple[_Lane, _Lane]:
        return self._studio, self._painted

    def _take(self, waiting: Iterator[tuple[int, Group]], opened: dict[int, _Open]) -> None:
        """Take as many groups as keep every worker busy."""
        while self._session is None or len(opened) < _HELD * (self._studio.most + self._painted.most):
            index, group = next(waiting, (0, None))
            if group is None:
                return
            if not group:
                continue
            if self._session is None:
                self._connect()
            opened[index] = _Open(len(group))
            for lane in self._lanes:
                places = [place for place, task in enumerate(group) if self._lane_of(task) is lane]
                if places:
                    lane.waiting.append(_Share(index, places, [group[place] for place in places]))

    def _lane_of(self, task: PictureTask) -> _Lane:
        # Only heroes are painted by a checkpoint, and only a GPU is worth a lane of its own.
        painted = task.job.backdrop == "diffusers" and task.job.spec.kind == "hero"
        return self._painted if painted and self._painted.most else self._studio

    def _connect(self) -> None:
        self._session = RaySession(self._cluster, self._jobs)
        resources = self._session.ray.cluster_resources()
        self._studio.most = self._cluster.workers or max(1, int(resources.get("CPU", 1)))
        painters = int(resources.get("GPU", 0)) * int(1 / self._cluster.gpu)
        self._painted.most = min(painters, self._cluster.workers or painters)

    def _hand_out(self) -> Iterator[tuple[_Share, list[Rendered]]]:
        """Start workers that have something to do, and give to those that are free; yield what cannot be sent."""
        for lane in self._lanes:
            while lane.waiting:
                free = [worker for worker in lane.workers if worker.ready and len(worker.holds) < _HELD]
                worker = min(free, key=lambda worker: len(worker.holds), default=None)
                # Nobody gets a second one while somebody else is on the way who would begin with it at once.
                if worker is None or (worker.holds and (lane.greeting or len(lane.workers) < lane.most)):
                    break
                yield from self._give(worker, lane.waiting.popleft())
            while len(lane.greeting) < len(lane.waiting) and len(lane.workers) < lane.most:
                self._start(lane)

    def _start(self, lane: _Lane) -> None:
        # Restarts are ours: what a worker held goes to others at once.
        options = self._ray.remote(num_cpus=lane.cpus, num_gpus=lane.gpus, max_restarts=0)
        worker = _Worker(options(PictureWorker).remote(self._need_session().folder))
        lane.workers.append(worker)
        lane.since = lane.since or time.monotonic()
        # Without a GPU in the cluster, the workers of the studio paint.
        paints = self._backdrop != "diffusers" or lane is self._painted or not self._painted.most
        sizes = [(path, path.stat().st_size) for path in model_files(self._model)] if paints else []
        lane.greeting[worker.actor.hello.remote(self._backdrop if paints else "studio", sizes)] = worker

    def _give(self, worker: _Worker, share: _Share) -> Iterator[tuple[_Share, list[Rendered]]]:
        parcel = pack(share.tasks)
        try:
            shared = self._sent(parcel.shared)
            worker.holds[worker.actor.render.remote(parcel, shared)] = share
        except self._ray.exceptions.RayError as error:
            yield share, lost(share.tasks, _first_line(error))

    def _sent(self, paths: Iterable[Path]) -> dict[Path, Any]:
        """Return references to files that many parcels need; each is put into the object store once."""
        for path in paths:
            if path not in self._shared and path.is_file():
                self._shared[path] = self._ray.put(path.read_bytes())
        return {path: self._shared[path] for path in paths if path in self._shared}

    def _arrived(self) -> Iterator[tuple[_Share, list[Rendered]]]:
        """Wait until something happens, and yield the shares that came back."""
        expected = [ref for lane in self._lanes for worker in lane.workers for ref in worker.holds]
        expected += [ref for lane in self._lanes for ref in lane.greeting]
        if not expected:
            return
        ready = set(self._ray.wait(expected, num_returns=1, timeout=_TICK_SECONDS)[0])
        for lane in self._lanes:
            for ref in ready & lane.greeting.keys():
                self._greet(lane, ref)
            for worker in list(lane.workers):
                for ref in [ref for ref in worker.holds if ref in ready]:
                    yield from self._received(lane, worker, ref)
            if lane.since and lane.waiting and time.monotonic() - lane.since > _PATIENCE_SECONDS:
                raise ProviderError(
                    f"the Ray cluster had no room for a worker for {_PATIENCE_SECONDS // 60} minutes",
                    hint="`ray status` shows who has it; what was made so far is kept",
                )

    def _greet(self, lane: _Lane, ref: Any) -> None:  # noqa: ANN401 - ray is an optional library
        worker = lane.greeting.pop(ref)
        try:
            hello: Hello = self._ray.get(ref)
        except self._ray.exceptions.RayError as error:
            lane.workers.remove(worker)
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                raise _not_started(error) from error
            return
        _check_alike(hello, self._backdrop)
        if not hello.has_model:
            sent = self._sent(model_files(self._model))
            lane.greeting[worker.actor.receive_model.remote(list(sent.items()))] = worker
            return
        self._failed_starts = 0
        lane.since = 0.0
        worker.pid, worker.ready = hello.pid, True

    def _received(self, lane: _Lane, worker: _Worker, ref: Any) -> Iterator[tuple[_Share, list[Rendered]]]:  # noqa: ANN401
        if ref not in worker.holds:
            return  # came with others of a worker that died meanwhile
        try:
            results = self._ray.get(ref)
        except self._ray.exceptions.RayActorError:
            yield from self._lose(lane, worker)
        except self._ray.exceptions.RayError as error:
            # The worker lives; its disk is full, or the results are gone with the machine that had them.
            share = worker.holds.pop(ref)
            yield from self._again(lane, share, lost(share.tasks, _first_line(error)))
        else:
            yield worker.holds.pop(ref), results

    def _lose(self, lane: _Lane, worker: _Worker) -> Iterator[tuple[_Share, list[Rendered]]]:
        """Take a dead worker out; yield what it had finished, and give the rest to others."""
        lane.workers.remove(worker)
        # One that is merely out of reach must not go on.
        self._ray.kill(worker.actor)
        held, worker.holds = worker.holds, {}
        blamed = False
        for ref, share in held.items():
            try:
                results = self._ray.get(ref, timeout=_TICK_SECONDS)
            except self._ray.exceptions.RayError:
                # It works in order, so it died of the first that is not finished; the other only waited.
                if blamed:
                    lane.waiting.appendleft(share)
                else:
                    yield from self._again(lane, share, died(share.tasks))
                blamed = True
            else:
                yield share, results

    def _again(self, lane: _Lane, share: _Share, failure: list[Rendered]) -> Iterator[tuple[_Share, list[Rendered]]]:
        """Let a share be tried again, or yield its failure where that was its last try."""
        share.attempts += 1
        if share.attempts < _ATTEMPTS:
            lane.waiting.appendleft(share)
        else:
            yield share, failure

    def _end_workers(self, ray: Any, *, at_once: bool) -> None:  # noqa: ANN401 - ray is an optional library
        workers = [worker for lane in self._lanes for worker in lane.workers]
        if not at_once:
            # They remove their files; disconnecting would end them in the middle of it.
            closing = [worker.actor.close.remote() for worker in workers if worker.ready]
            if closing:
                ray.wait(closing, num_returns=len(closing), timeout=_CLOSE_SECONDS)
        for worker in workers:
            ray.kill(worker.actor)

    @property
    def _ray(self) -> Any:  # noqa: ANN401 - ray is an optional library
        return self._need_session().ray

    def _need_session(self) -> RaySession:
        assert self._session is not None
        return self._session


def _check_alike(hello: Hello, backdrop: str) -> None:
    """Raise ProviderError where a worker would make other pictures than this machine."""
    if hello.lacks:
        raise ProviderError(f"a worker on {hello.node} cannot paint: {hello.lacks}", hint=_ALIKE_HINT)
    here, there = dict(code_here(backdrop)), dict(hello.code)
    for name, version in here.items():
        if there.get(name) != version:
            raise ProviderError(
                f"a worker on {hello.node} has another {name} ({there.get(name)}) than this machine ({version}); its "
                "pictures would not be the same",
                hint=_ALIKE_HINT,
            )


def _not_started(error: Exception) -> ProviderError:
    said = str(error)
    if "No module named 'listgen" in said:
        return ProviderError("the workers of the Ray cluster do not have listgen", hint=_ALIKE_HINT)
    return ProviderError(
        f"{_FAILED_STARTS} workers in a row did not start on the Ray cluster: {_first_line(error)}", hint=_ALIKE_HINT
    )


def _first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    # The cause of a remote error stands in the last line of its traceback.
    return (lines[-1] if lines else type(error).__name__)[:300]
