"""Who paints scenes for money: the provider behind budget and pace, its answers kept the moment they arrive."""

from __future__ import annotations

import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from threading import Lock

from pydantic import TypeAdapter

from listgen.domain.picture import Painting, PictureJob
from listgen.engine.budget import Budget, Caps, PictureEntry
from listgen.engine.files import write_bytes
from listgen.engine.keys import ContentKey, content_key
from listgen.engine.ledger import Entry, Ledger
from listgen.engine.picture_tasks import who_paints
from listgen.engine.settings import RunSettings
from listgen.errors import ImageError, LedgerError, ProviderBusy, UsageError
from listgen.providers.gate import Ticket
from listgen.providers.image_models import PicturePrice, find_picture_price
from listgen.providers.pace import Pace, PaceLimits
from listgen.providers.pictures import PictureProvider, PictureReply, PictureRequest
from listgen.providers.prices import FREE
from listgen.providers.text import TextRequest, Usage

PAINTED = ("openai", "replay")
# A scene that cannot be used is asked for once more; then the studio's own serves.
ATTEMPTS = 2


@dataclass(frozen=True, slots=True)
class KeptPainting:
    """An answer of a picture endpoint; its bytes are the entry's blob. `problem` is "" where they can be used."""

    backdrop: bool
    problem: str
    paid: bool
    calls: int
    cost_usd: float | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a scene: the digest of the painting's key, and what all attempts at it took."""

    digest: str
    calls: int
    cost_usd: float | None


_PAINTING = TypeAdapter(KeptPainting)


class Prices:
    """The price of a scene, which depends on its size: the project's own, else the public one, else unknown."""

    def __init__(self, settings: RunSettings) -> None:
        self._settings = settings

    def of(self, job: PictureJob) -> PicturePrice | None:
        """Return the price of one painting for a job."""
        return self.at(job.canvas or (1024, 1024))

    def at(self, size: tuple[int, int]) -> PicturePrice | None:
        """Return the price of one painting of a size."""
        asked = self._settings
        if asked.images == "replay":
            return PicturePrice(picture=Decimal(0), source="recordings")
        return asked.image_price or find_picture_price(
            asked.image_model, asked.image_base_url, asked.image_quality, size
        )


@dataclass(frozen=True, slots=True)
class PaidPainter:
    """A provider of scenes, the budget that its calls pass, and its prices."""

    provider: PictureProvider
    budget: Budget
    prices: Prices
    pace: Pace | None = None

    def close(self) -> None:
        """Make no further call, those that wait for their turn included: the run stops."""
        self.budget.close()
        if self.pace is not None:
            self.pace.close()


def open_painter(settings: RunSettings, budget: Budget | None = None) -> PaidPainter | None:
    """Return the painter that the settings ask for, None where pictures cost nothing.

    `budget` is that of the run's texts, whose caps hold for both. Raises UsageError where something is missing.
    """
    if settings.images not in PAINTED:
        return None
    prices = Prices(settings)
    if settings.images == "replay":
        from listgen.providers.replay_pictures import ReplayPictures

        folder = settings.image_recordings or settings.project
        return PaidPainter(ReplayPictures(folder, settings.image_model), budget or Budget(Caps(), FREE), prices)
    from listgen.providers.image_models import painting_size
    from listgen.providers.openai_images import OpenAIPictures

    wanted = [painting_size(settings.image_model, *shape) for shape in ((1, 1), (3, 2), (2, 3))]
    if settings.max_cost is not None and any(prices.at(size) is None for size in wanted):
        raise UsageError(
            f"the price of a picture by `{settings.image_model}` is unknown, so --max-cost cannot be kept",
            hint="give it under [images.price] in listgen.toml, or cap the run with --max-calls",
        )
    cap = Decimal(str(settings.max_cost)) if settings.max_cost is not None else None
    budget = budget or Budget(Caps(settings.max_calls, cap), FREE)
    pace = Pace(PaceLimits(settings.concurrency, settings.requests_per_minute), time.monotonic)
    provider = OpenAIPictures(
        settings.image_model,
        base_url=settings.image_base_url,
        timeout=max(settings.timeout, 300.0),
        attempts=settings.attempts,
        gate=_Gate(budget, pace, prices),
    )
    return PaidPainter(provider, budget, prices, pace)


class _Gate:
    """Budget and pace in front of a picture endpoint."""

    def __init__(self, budget: Budget, pace: Pace, prices: Prices) -> None:
        self._budget = budget
        self._pace = pace
        self._prices = prices

    def enter(self, request: PictureRequest) -> _Ticket:
        price = self._prices.at((request.width, request.height))
        entry = self._budget.enter_picture(price.picture if price else None)
        try:
            # Limits on tokens are not meant for pictures: only the number of calls is paced.
            return _Ticket(
                entry, self._pace.enter(TextRequest(system="", user="", schema={}, schema_name="", max_tokens=0))
            )
        except BaseException:
            entry.close(called=False)
            raise

    def rest(self, seconds: float) -> None:
        self._budget.rest(seconds)


class _Ticket:
    def __init__(self, entry: PictureEntry, pace: Ticket) -> None:
        self._entry = entry
        self._pace = pace

    def settle(self, *, paid: bool) -> None:
        self._pace.settle(Usage(calls=1))
        self._entry.close(paid=paid)

    def fail(self, error: ProviderBusy | None) -> None:
        self._pace.fail(error)
        self._entry.close()


class PictureRecorder:
    """Writes answers into a folder of recordings as they arrive, from which `--images replay` serves them."""

    def __init__(self, folder: Path, *, model: str, address: str) -> None:
        self._folder = folder
        self._model = model
        self._address = address
        self._lock = Lock()

    def keep(self, request: PictureRequest, reply: PictureReply) -> None:
        """Write one answer, the picture first."""
        from listgen.providers.replay_pictures import picture_recording

        with self._lock:
            self._folder.mkdir(parents=True, exist_ok=True)
            for name, data in picture_recording(request, reply, model=self._model, address=self._address):
                write_bytes(self._folder / name, data)


class KeptPaintings:
    """Looks into the ledger first, and writes every answer there before anything is made of it.

    An answer that cannot be used was paid for as well: it is kept, and the scene is asked for once more. Safe to call
    from several threads.
    """

    def __init__(self, painter: PaidPainter, settings: RunSettings, ledger: Ledger) -> None:
        self._painter = painter
        self._ledger = ledger
        self._who = who_paints(settings)
        self._recorder: PictureRecorder | None = None
        if settings.image_record and settings.image_recordings is not None:
            self._recorder = PictureRecorder(
                settings.image_recordings, model=settings.image_model, address=settings.image_base_url
            )
        self._broken: LedgerError | None = None

    def paint(self, requests: tuple[PictureRequest, ...]) -> Answered:
        """Return the first usable answer, else the last one; `requests` are the attempts at one scene.

        Raises ProviderError (see PictureProvider), LedgerError where an answer cannot be kept.
        """
        calls, cost = 0, 0.0
        unknown = False
        for request in requests:
            key = painting_key(self._who, request)
            entry = self._ledger.find(key)
            if entry is None:
                entry = self._ask(key, request)
            elif self._recorder is not None:
                self._recorder.keep(request, self._as_reply(entry))
            kept = _PAINTING.validate_json(entry.meta)
            calls += kept.calls
            unknown = unknown or kept.cost_usd is None
            cost += kept.cost_usd or 0.0
            # What was refused would be refused again.
            if not kept.problem or not kept.paid:
                break
        return Answered(key.digest, calls, None if unknown else cost)

    def _ask(self, key: ContentKey, request: PictureRequest) -> Entry:
        if self._broken is not None:
            # Calls that still wait in other threads would be paid for and lost.
            raise self._broken
        reply = self._painter.provider.paint(request)
        if self._recorder is not None:
            self._recorder.keep(request, reply)
        price = self._painter.prices.at((request.width, request.height)) if reply.paid else None
        cost = (float(price.picture) if price else None) if reply.paid else 0.0
        problem = reply.problem or _problem(reply.data, (request.width, request.height))
        kept = KeptPainting(reply.backdrop, problem, reply.paid, reply.calls, cost)
        try:
            blob = self._ledger.add_blob(reply.data) if reply.data else ""
            entry = Entry(_PAINTING.dump_json(kept).decode(), blob, calls=reply.calls, cost_usd=cost)
            self._ledger.add(key, "painting", f"painting/{key.digest}", entry)
        except LedgerError as error:
            self._broken = error
            raise
        return entry

    def _as_reply(self, entry: Entry) -> PictureReply:
        kept = _PAINTING.validate_json(entry.meta)
        data = self._ledger.blob_path(entry.blob).read_bytes() if entry.blob else b""
        return PictureReply(
            data=data,
            model=self._painter.provider.model,
            backdrop=kept.backdrop,
            problem="" if data else kept.problem,
            paid=kept.paid,
            calls=kept.calls,
        )


def painting_key(who: tuple[str, str], request: PictureRequest) -> ContentKey:
    """Return the key of an answer: which scene is asked for in which words, and who is asked."""
    return content_key(
        "painting",
        who=who,
        prompt=[request.prompt, request.backdrop_prompt],
        size=[request.size, request.quality],
        subject=request.subject,
        attempt=request.attempt,
    )


def kept_painting(ledger: Ledger, digest: str) -> Painting | None:
    """Return what the ledger holds under the digest of a painting's key, None where it has nothing."""
    entry = ledger.find(ContentKey(digest, ()))
    if entry is None:
        return None
    kept = _PAINTING.validate_json(entry.meta)
    path = ledger.blob_path(entry.blob) if entry.blob and not kept.problem else None
    return Painting(path=path, backdrop=kept.backdrop, problem=kept.problem)


def _problem(data: bytes, canvas: tuple[int, int]) -> str:
    from listgen.imaging.painting import read_painting

    try:
        read_painting(data, canvas)
    except ImageError as error:
        return error.message
    return ""
