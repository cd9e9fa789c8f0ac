"""Picture providers: a studio picture with a mask in, a painted scene out."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass
from typing import Protocol

from listgen.errors import ProviderBusy


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRequest:
    """One scene to be painted.

    `image` and `mask` are PNGs of `width` x `height`; the mask is transparent where may be painted. `prompt` says what
    the scene shall be, `backdrop_prompt` the same for an endpoint that cannot repaint and paints what lies far behind.
    `subject` stands for the picture in names and keys: photo, kit, set and the product's place, but not its bytes,
    which differ from machine to machine. `attempt` counts paintings of the same scene.
    """

    image: bytes
    mask: bytes
    prompt: str
    backdrop_prompt: str
    width: int
    height: int
    quality: str
    subject: str
    attempt: int = 0

    @property
    def size(self) -> str:
        """Size as the API writes it."""
        return f"{self.width}x{self.height}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureReply:
    """What came back. `problem` tells why nothing can be made of it, "" where a picture came.

    `data` is the file as it came. `backdrop` is set where only a backdrop was painted, without the product. `paid`
    tells whether the endpoint bills it, `calls` how many requests reached the endpoint until then.
    """

    data: bytes = b""
    model: str
    backdrop: bool = False
    problem: str = ""
    paid: bool = True
    calls: int = 1


class PictureTicket(Protocol):
    """One call that was let through; either `settle` or `fail` is called, once."""

    def settle(self, *, paid: bool) -> None:
        """The endpoint answered; `paid` tells whether it bills it."""

    def fail(self, error: ProviderBusy | None) -> None:
        """The call failed; `error` tells how, None where the run ends with it."""


class PictureGate(Protocol):
    """Lets calls through, one ticket each. Safe to use from several threads."""

    def enter(self, request: PictureRequest) -> PictureTicket:
        """Return a ticket, after a wait where calls have to wait; raises BudgetReached, RunStopped."""

    def rest(self, seconds: float) -> None:
        """Wait between two tries of a call; not a moment longer once the run stops."""


class OpenPictureGate:
    """Lets everything through, and counts nothing."""

    def enter(self, request: PictureRequest) -> PictureTicket:
        """Return a ticket at once."""
        return _FreeTicket()

    def rest(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


class _FreeTicket:
    def settle(self, *, paid: bool) -> None:
        """Take no note."""

    def fail(self, error: ProviderBusy | None) -> None:
        """Take no note."""


class PictureProvider(Protocol):
    """A picture model behind one method. Implementations are safe to call from several threads."""

    @property
    def model(self) -> str:
        """Name of the model, as it stands in reports."""

    def paint(self, request: PictureRequest) -> PictureReply:
        """Return what the model painted.

        Raises ProviderBusy where the endpoint failed more often than retries allow (costs this picture, not the run),
        any other ProviderError where no further call makes sense (bad key, unknown model, no credit, budget).
        """


def picture_hash(request: PictureRequest, model: str) -> str:
    """Return the name of a request: the same for the same scene, words, size, quality, attempt and model."""
    asked = [
        model, request.prompt, request.backdrop_prompt, request.size, request.quality, request.subject, request.attempt,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(asked).encode()).hexdigest()[:32]
