"""Any OpenAI-compatible images endpoint: parts of a picture repainted, or a backdrop where it cannot do that.

`images.edit` with a mask is asked first. An endpoint without it (404, 405, 501) is asked by `images.generate` from then
on, for what lies far behind the product.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
from typing import TYPE_CHECKING, Any

from listgen.errors import ProviderBusy, ProviderError
from listgen.providers.image_models import model_terms
from listgen.providers.openai_client import explained, open_client, unreachable
from listgen.providers.pictures import OpenPictureGate, PictureGate, PictureReply, PictureRequest
from listgen.providers.retry import call_with_retry

if TYPE_CHECKING:
    from openai import OpenAI

# Base64 of the largest picture that any listed model paints, with room; an endless answer is cut off here.
_MOST_BYTES = 64_000_000
_NO_EDITS = (404, 405, 501)
_FILTERED = ("moderation_blocked", "content_policy", "safety system", "safety_violation", "content_filter")


class OpenAIPictures:
    """A picture model behind an OpenAI-compatible endpoint; safe to call from several threads.

    `base_url` "" means OpenAI itself. The key comes from LISTGEN_IMAGE_API_KEY or OPENAI_API_KEY unless `api_key` is
    given; local servers need none. `gate` lets each call through, retries included.
    """

    def __init__(
        self,
        model: str,
        *,
        base_url: str = "",
        api_key: str | None = None,
        timeout: float = 300.0,
        attempts: int = 5,
        longest_wait: float = 60.0,
        gate: PictureGate | None = None,
    ) -> None:
        self._model = model
        self._base_url = base_url
        self._api_key = api_key
        self._timeout = timeout
        self._attempts = attempts
        self._longest_wait = longest_wait
        self._gate = gate or OpenPictureGate()
        self._terms = model_terms(model)
        self._edits = self._terms.edits
        self._format = self._terms.format
        self._client: OpenAI | None = None

    @property
    def model(self) -> str:
        """Name of the model."""
        return self._model

    def paint(self, request: PictureRequest) -> PictureReply:
        """Return what came back; see PictureProvider."""
        calls = 0

        def once() -> PictureReply:
            nonlocal calls
            ticket = self._gate.enter(request)
            calls += 1
            try:
                reply = self._ask(request)
            except ProviderBusy as error:
                ticket.fail(error)
                raise
            except BaseException:
                ticket.fail(None)
                raise
            ticket.settle(paid=reply.paid)
            return reply

        while True:
            try:
                reply = call_with_retry(
                    once, attempts=self._attempts, longest_wait=self._longest_wait, sleep=self._gate.rest
                )
            except ProviderBusy as error:
                error.calls = calls
                raise
            except _AskOtherwise:
                # Each way is given up once.
                continue
            return PictureReply(
                data=reply.data,
                model=self._model,
                backdrop=reply.backdrop,
                problem=reply.problem,
                paid=reply.paid,
                calls=calls,
            )

    def _ask(self, request: PictureRequest) -> PictureReply:
        import openai

        if self._client is None:
            key = self._api_key or os.environ.get("LISTGEN_IMAGE_API_KEY")
            self._client = open_client(self._base_url, key, self._timeout)
        edit, form = self._edits, self._format
        words: dict[str, Any] = {"model": self._model, "n": 1, "size": request.size}
        if self._terms.quality:
            words["quality"] = request.quality
        if form:
            words["response_format"] = form
        images = self._client.images.with_streaming_response
        try:
            if edit:
                call = images.edit(
                    prompt=request.prompt,
                    image=("scene.png", request.image, "image/png"),
                    mask=("mask.png", request.mask, "image/png"),
                    **words,
                )
            else:
                call = images.generate(prompt=request.backdrop_prompt, **words)
            with call as response:
                content = bytearray()
                for chunk in response.iter_bytes():
                    content += chunk
                    if len(content) > _MOST_BYTES:
                        return self._unusable(f"the endpoint sent more than {_MOST_BYTES // 1_000_000} MB")
        except openai.APIStatusError as error:
            return self._refused(error, edit=edit, form=form)
        except openai.APIError as error:
            raise unreachable(error, self._base_url) from error
        return self._read(bytes(content), backdrop=not edit)

    def _refused(self, error: Any, *, edit: bool, form: str) -> PictureReply:  # noqa: ANN401 - openai.APIStatusError, imported lazily
        status, said = error.status_code, _said(error)
        if status in (400, 403) and any(word in said for word in _FILTERED):
            return PictureReply(model=self._model, problem="the provider's filter refused the scene", paid=False)
        if edit and status in _NO_EDITS:
            self._edits = False
            raise _AskOtherwise(said) from error
        if form and status in (400, 422) and "response_format" in said:
            self._format = ""
            raise _AskOtherwise(said) from error
        missing = ProviderError(
            f"the endpoint has no pictures of a model `{self._model}`",
            hint="set LISTGEN_IMAGE_MODEL or [images] model, and base_url where the endpoint is another",
        )
        raise explained(error, missing=missing) from error

    def _read(self, content: bytes, *, backdrop: bool) -> PictureReply:
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict):
            raise ProviderBusy(
                f"the endpoint sent something unreadable: {content[:60]!r}",
                hint="is base_url the address of the API? Many servers want `/v1` at its end",
            )
        items = answer.get("data")
        item = items[0] if isinstance(items, list) and items and isinstance(items[0], dict) else {}
        text = item.get("b64_json")
        if not isinstance(text, str) or not text:
            link = " but a link, which listgen does not follow" if item.get("url") else ""
            return self._unusable(f"the endpoint sent no picture{link}")
        try:
            data = base64.b64decode(text.partition(",")[2] if text.startswith("data:") else text, validate=True)
        except (binascii.Error, ValueError):
            return self._unusable("the endpoint sent a picture whose base64 is broken")
        return PictureReply(data=data, model=self._model, backdrop=backdrop)

    def _unusable(self, problem: str) -> PictureReply:
        return PictureReply(model=self._model, problem=problem)


class _AskOtherwise(Exception):  # noqa: N818 - no error: the next call is another
    """The endpoint knows the request in another form."""


def _said(error: Any) -> str:  # noqa: ANN401 - openai.APIStatusError, imported lazily
    return f"{error.message} {error.code or ''} {json.dumps(error.body, default=str)}"
