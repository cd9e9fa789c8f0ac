"""Any GGUF model in this process, through llama.cpp (`xllamacpp`): no key, no network, no other program.

The model answers behind llama.cpp's own chat endpoint on this machine's loopback address. So all that holds for
endpoints holds here: schemas, validation, retries, the gate.
"""

from __future__ import annotations

import os
from importlib.util import find_spec
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from listgen.errors import ProviderError, UsageError
from listgen.providers.chat_form import ChatForm
from listgen.providers.gate import Gate
from listgen.providers.openai_text import OpenAIText
from listgen.providers.text import Answer, TextRequest

if TYPE_CHECKING:
    from xllamacpp import Server

# A prompt with rules and facts is 1,500 to 3,000 tokens, a reply up to 1,500; grammars and repairs need room.
_CONTEXT = 8192
_MAGIC = b"GGUF"
_QUIET = -1


def check_model(path: Path) -> None:
    """Raise UsageError where this model cannot be used: the extra is missing, or the file, or it is no GGUF."""
    if not local_is_installed():
        raise UsageError("texts by a local model need the `local` extra", hint="pip install 'listgen[local]'")
    try:
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise UsageError(
            f"the model file {path} cannot be read ({error.strerror})",
            hint="set LISTGEN_TEXT_MODEL, or `model` under [text] in listgen.toml, to a GGUF file",
        ) from error
    if start != _MAGIC:
        raise UsageError(
            f"{path} is no GGUF model: it begins with {start!r}",
            hint="llama.cpp reads GGUF files; model pages offer them under `GGUF`",
        )


def local_is_installed() -> bool:
    """Return whether the `local` extra is there; it is looked for, not loaded."""
    return find_spec("xllamacpp") is not None


class LocalText:
    """A GGUF model behind `TextProvider`; it is loaded with the first request. Safe to call from several threads.

    `parallel` requests share the processor at a time; each more takes memory for its context.
    """

    def __init__(
        self,
        path: Path,
        *,
        parallel: int = 1,
        timeout: float = 1800.0,
        attempts: int = 2,
        longest_wait: float = 60.0,
        gate: Gate | None = None,
    ) -> None:
        self._path = path
        self._parallel = parallel
        self._timeout = timeout
        self._attempts = attempts
        self._longest_wait = longest_wait
        self._gate = gate
        self._lock = Lock()
        self._server: Server | None = None
        self._chat: OpenAIText | None = None

    @property
    def model(self) -> str:
        """Name of the model: its file's, without the ending."""
        return self._path.stem

    @property
    def format(self) -> str:
        """How answers are asked for; see OpenAIText."""
        return self._chat.format if self._chat is not None else "json_schema"

    @property
    def form(self) -> ChatForm | None:
        """The form of the last call that was answered; see TextProvider."""
        return self._chat.form if self._chat is not None else None

    def complete(self, request: TextRequest) -> Answer:
        """Return the model's answer; see TextProvider. Raises UsageError as check_model does."""
        with self._lock:
            if self._chat is None:
                self._chat = self._start()
        return self._chat.complete(request)

    def _start(self) -> OpenAIText:
        check_model(self._path)
        import xllamacpp

        params = xllamacpp.CommonParams()
        params.model.path = str(self._path)
        params.n_ctx = _CONTEXT * self._parallel
        params.n_parallel = self._parallel
        params.cpuparams.n_threads = os.cpu_count() or 1
        params.warmup = False
        params.port = 0
        params.verbosity = _QUIET
        try:
            self._server = xllamacpp.Server(params)
        except RuntimeError as error:
            raise ProviderError(
                f"llama.cpp cannot load {self._path}: {error}",
                hint="is the file whole, the memory large enough, and xllamacpp new enough for this model?",
            ) from error
        return OpenAIText(
            self.model,
            base_url=f"{self._server.listening_address}/v1",
            # The user's key is for the endpoint that it belongs to.
            api_key="none",
            timeout=self._timeout,
            attempts=self._attempts,
            longest_wait=self._longest_wait,
            gate=self._gate,
        )
