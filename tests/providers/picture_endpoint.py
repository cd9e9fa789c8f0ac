"""A picture endpoint on this machine: the `openai` client talks to it over real HTTP, in multipart forms and JSON."""

import base64
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP

import numpy as np
from PIL import Image

from tests.providers.local_server import LocalServer

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Asked:
    """One request: its path, its words, and the files that came with it."""

    path: str
    words: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def edit(self) -> bool:
        return self.path.endswith("/images/edits")

    def picture(self, name: str) -> Image.Image:
        return Image.open(io.BytesIO(self.files[name]))

    @property
    def size(self) -> tuple[int, int]:
        width, height = self.words["size"].split("x")
        return int(width), int(height)


def painted(data: bytes) -> Answer:
    return 200, {}, json.dumps({"created": 0, "data": [{"b64_json": base64.b64encode(data).decode()}]}).encode()


def refused(status: int, message: str, code: str = "", **headers: str) -> Answer:
    return status, headers, json.dumps({"error": {"message": message, "code": code, "type": code}}).encode()


def noise(size: tuple[int, int], seed: int = 1) -> bytes:
    pixels = np.random.default_rng(seed).integers(0, 255, (size[1], size[0], 3), np.uint8)
    return png(Image.fromarray(pixels))


def plain(size: tuple[int, int], colour: str = "#7a5c3e") -> bytes:
    return png(Image.new("RGB", size, colour))


def png(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


class PictureEndpoint(LocalServer):
    """Serves `answer(number of the call, what was asked)`; keeps all that it was asked."""

    def __init__(self, answer: Callable[[int, Asked], Answer]) -> None:
        self.asked: list[Asked] = []
        self.answer = answer
        super().__init__()

    def reply(self, method, path, headers, body):
        if method != "POST":
            return refused(501, "this endpoint takes POST only")
        asked = _read(path, headers["content-type"], body)
        self.asked.append(asked)
        return self.answer(len(self.asked), asked)


def _read(path: str, content_type: str, body: bytes) -> Asked:
    if not content_type.startswith("multipart/"):
        return Asked(path, {name: str(value) for name, value in json.loads(body).items()})
    message = BytesParser(policy=HTTP).parsebytes(b"content-type: " + content_type.encode() + b"\r\n\r\n" + body)
    words, files = {}, {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition").removesuffix("[]")
        data = part.get_payload(decode=True)
        if part.get_filename():
            files[name] = data
        else:
            words[name] = data.decode()
    return Asked(path, words, files)
