"""Scenes by a picture endpoint: asked for before pictures are rendered, so that nothing rendered waits for a network.

Workers make the questions (the studio's picture and what may be painted in it), threads await the answers, which lie in
the ledger before workers compose them. Whoever kills the run pays for no scene twice.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, replace

from pydantic import TypeAdapter

from listgen.copywriting.prompts import SCENE_BACKDROP, SCENE_EDIT, render_prompt
from listgen.domain.fact import FactSheet
from listgen.domain.picture import Painting, SceneAsk
from listgen.engine.executors import Executor
from listgen.engine.keys import ContentKey, code_digest, content_key
from listgen.engine.ledger import Entry, Ledger
from listgen.engine.painter import ATTEMPTS, Answered, KeptPaintings, PaidPainter, kept_painting
from listgen.engine.picture_tasks import PictureTask, who_paints
from listgen.engine.settings import RunSettings
from listgen.errors import ProviderBusy, ProviderError
from listgen.providers.pictures import PictureRequest

# How many busy-failures in a row mean that the endpoint is down.
_GIVE_UP = 5


@dataclass(frozen=True, slots=True)
class _Scene:
    """Which painting answered a subject, as the code that asked then placed the product."""

    painting: Answered
    code: str


_SCENE = TypeAdapter(_Scene)


class ScenePainter:
    """Gives picture tasks what an endpoint painted for them."""

    def __init__(self, painter: PaidPainter, settings: RunSettings, ledger: Ledger) -> None:
        self._settings = settings
        self._ledger = ledger
        self._painter = painter
        self._kept = KeptPaintings(painter, settings, ledger)
        self._failures = 0
        self.took: dict[str, Answered] = {}  # by task name

    def paint(self, executor: Executor, groups: Sequence[Sequence[PictureTask]]) -> list[list[PictureTask]]:
        """Return the groups with paintings. Raises ProviderError where no further call makes sense; calls under way are
        awaited first, since they are paid for.
        """
        found: dict[str, Painting] = {}
        asking: list[list[PictureTask]] = []
        for group in groups:
            todo = []
            for task in group:
                if task.job.backdrop != "openai":
                    continue
                painting = self._from_ledger(task)
                if painting is not None:
                    found[task.name] = painting
                else:
                    todo.append(replace(task, job=replace(task.job, asking=True)))
            if todo:
                asking.append(todo)
        found.update(self._asked(executor, asking))
        return [
            [replace(task, job=replace(task.job, painting=found.get(task.name))) for task in group] for group in groups
        ]

    def _from_ledger(self, task: PictureTask) -> Painting | None:
        entry = self._ledger.find(scene_key(self._settings, task))
        if entry is None or self._settings.image_record:
            return None
        scene = _SCENE.validate_json(entry.meta)
        if scene.code != _code():
            # Another version may place the product elsewhere: only the question itself can tell.
            return None
        painting = kept_painting(self._ledger, scene.painting.digest)
        if painting is not None:
            self.took[task.name] = scene.painting
        return painting

    def _asked(self, executor: Executor, asking: list[list[PictureTask]]) -> Iterator[tuple[str, Painting]]:
        if not asking:
            return
        parallel = self._settings.concurrency
        under_way: dict[Future[Answered], PictureTask] = {}
        with ThreadPoolExecutor(parallel, thread_name_prefix="painter") as pool:
            try:
                for index, results in executor.render(asking):
                    tasks = {task.name: task for task in asking[index]}
                    for result in results:
                        # A photo that cannot be cut, or not read: rendering says why.
                        if result.picture is None or result.picture.ask is None:
                            continue
                        task = tasks[result.task]
                        under_way[pool.submit(self._kept.paint, self._requests(task, result.picture.ask))] = task
                    # Questions are large: only so many wait for the network.
                    while len(under_way) > 3 * parallel:
                        yield from self._answered(under_way)
                while under_way:
                    yield from self._answered(under_way)
            except BaseException:
                self._painter.close()
                pool.shutdown(wait=True, cancel_futures=True)
                raise

    def _answered(self, under_way: dict[Future[Answered], PictureTask]) -> Iterator[tuple[str, Painting]]:
        for future in wait(under_way, return_when=FIRST_COMPLETED).done:
            task = under_way.pop(future)
            try:
                answered = future.result()
            except ProviderBusy as error:
                self._failures += 1
                if self._failures >= _GIVE_UP:
                    raise ProviderError(
                        f"{self._failures} scenes in a row got no answer, the last one: {error.message}",
                        hint="what was made so far is kept; run the same command again when the endpoint is back",
                    ) from error
                yield task.name, Painting(problem=error.message, hint=error.hint or "run again", again=True)
                continue
            self._failures = 0
            self.took[task.name] = answered
            scene = _SCENE.dump_json(_Scene(answered, _code())).decode()
            self._ledger.add(scene_key(self._settings, task), "scene", f"scene/{task.name}", Entry(scene))
            painting = kept_painting(self._ledger, answered.digest)
            yield task.name, painting or Painting(problem="its file is gone from the ledger", again=True)

    def _requests(self, task: PictureTask, ask: SceneAsk) -> tuple[PictureRequest, ...]:
        if self._settings.frozen and self._settings.images != "replay":
            raise ProviderError(
                f"the scene of {task.job.sku} is not in the ledger, and --frozen calls no provider",
                hint="run once without --frozen",
            )
        canvas = task.job.canvas or (1024, 1024)
        first = PictureRequest(
            image=ask.image,
            mask=ask.mask,
            prompt=_prompt(SCENE_EDIT, self._settings, ask, task.facts),
            backdrop_prompt=_prompt(SCENE_BACKDROP, self._settings, ask, task.facts),
            width=canvas[0],
            height=canvas[1],
            quality=self._settings.image_quality,
            subject=content_key("subject", of=task.subject, scene=ask.scene, place=ask.place).digest,
        )
        return tuple(replace(first, attempt=attempt) for attempt in range(ATTEMPTS))


def scene_key(settings: RunSettings, task: PictureTask) -> ContentKey:
    """Return the key under which the ledger says which painting answers a task, however its file is packed."""
    return content_key("scene", who=who_paints(settings), subject=task.subject)


def _prompt(name: str, settings: RunSettings, ask: SceneAsk, facts: FactSheet) -> str:
    from listgen.imaging.repaint import scene_words

    words = scene_words(ask.scene, ask.field, ask.accent)
    return render_prompt(
        name,
        settings.project,
        set=words.set,
        light=words.light,
        avoid=words.avoid,
        noun=facts.noun,
        imagery=settings.kit.imagery,
        season=settings.image_season,
    )


def _code() -> str:
    return code_digest("imaging")
