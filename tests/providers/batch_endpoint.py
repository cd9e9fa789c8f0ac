"""A stand-in of the batch side of an endpoint, on this machine: files, batches, results and live completions."""

import json
import re
import threading
from email.parser import BytesParser

from tests.providers.local_server import LocalServer


class BatchEndpoint(LocalServer):
    """Serves batches and live calls over real HTTP; `answer(n, body)` writes what a completion says.

    A batch is done once `ready` is set. `ends` is how it ends, `results(lines)` may change the lines of its output,
    `fails(body)` returns the status of a request that fails, live or in a batch: a batch's line says no more than
    that, a live one has `refusal` as its message. `before_reply(what)` is called before a POST is answered.
    """

    def __init__(self, answer):
        self.answer = answer
        self.ready = True
        self.ends = "completed"
        self.results = lambda lines: lines
        self.fails = lambda body: None
        self.refusal = ""
        self.before_reply = lambda what: None
        self.has_batches = True
        self.live = []
        self.batched = []
        self.batches = {}
        self.uploads = 0
        self._files = {}
        self._lock = threading.Lock()
        super().__init__()

    @property
    def calls(self):
        """How many requests were carried out, live and in batches: what the provider's own books say."""
        return len(self.live) + len(self.batched)

    def reply(self, method, path, headers, body):
        return self._post(path, headers, body) if method == "POST" else self._get(path)

    def _post(self, path, headers, data):
        if path == "/v1/chat/completions":
            body = json.loads(data)
            with self._lock:
                self.live.append(body)
            status, _, text = self.answer(len(self.live), body)
            if self.refusal and self.fails(body):
                status, text = self.fails(body), json.dumps({"error": {"message": self.refusal}})
            return _json(status, text)
        if not self.has_batches:
            return _json(404, '{"error": {"message": "not found"}}')
        if path == "/v1/files":
            reply = self._keep(_uploaded(headers["content-type"], data))
        elif path == "/v1/batches":
            reply = self._start(json.loads(data))
        else:
            batch = self.batches[re.fullmatch(r"/v1/batches/(\S+)/cancel", path)[1]]
            batch["status"] = "cancelling"
            self.ready, self.ends = True, "cancelled"
            reply = batch
        self.before_reply(path.rsplit("/", 1)[-1])
        return _json(200, json.dumps(reply))

    def _get(self, path):
        path = path.partition("?")[0]
        if path == "/v1/batches":
            newest = list(self.batches.values())[::-1]
            return _json(200, json.dumps({"object": "list", "data": newest, "has_more": False}))
        if path.startswith("/v1/batches/"):
            batch = self.batches.get(path.rsplit("/", 1)[-1])
            if batch is None:
                return _json(404, '{"error": {"message": "no such batch"}}')
            with self._lock:
                self._work(batch)
            return _json(200, json.dumps(batch))
        file = self._files.get(path.split("/")[3])
        return _json(200 if file is not None else 404, file or b"{}")

    def _keep(self, content):
        self.uploads += 1
        name = f"file-{self.uploads}"
        self._files[name] = content
        about = {"object": "file", "created_at": 0, "filename": "x", "purpose": "batch", "status": "processed"}
        return {"id": name, "bytes": len(content), **about}

    def _start(self, asked):
        assert asked["endpoint"] == "/v1/chat/completions"
        assert asked["completion_window"] == "24h"
        lines = self._files[asked["input_file_id"]].splitlines()
        batch = {
            "id": f"batch_{len(self.batches) + 1}", "object": "batch", "created_at": 0, "status": "in_progress",
            "endpoint": asked["endpoint"], "completion_window": "24h", "input_file_id": asked["input_file_id"],
            "output_file_id": None, "error_file_id": None, "metadata": asked.get("metadata"),
            "request_counts": {"total": len(lines), "completed": 0, "failed": 0},
        }  # fmt: skip
        self.batches[batch["id"]] = batch
        return batch

    def _work(self, batch):
        """Carry a batch out, all of it at once: a provider does so between two looks."""
        if not self.ready or batch["status"] not in ("in_progress", "cancelling"):
            return
        asked = [json.loads(line) for line in self._files[batch["input_file_id"]].splitlines()]
        assert len({one["custom_id"] for one in asked}) == len(asked)
        if self.ends != "completed":
            begun, rest = asked[: len(asked) // 2], asked[len(asked) // 2 :]
        else:
            begun, rest = asked, []
        good, bad = [], []
        for one in begun:
            self.batched.append(one["body"])
            status = self.fails(one["body"])
            if status is None:
                _, _, text = self.answer(len(self.batched), one["body"])
                good.append(_line(one, 200, json.loads(text)))
            else:
                bad.append(_line(one, status, {"error": {"message": "no"}}))
        bad += [
            json.dumps({"custom_id": one["custom_id"], "response": None, "error": {"code": f"batch_{self.ends}"}})
            for one in rest
        ]
        batch["status"] = self.ends
        batch["request_counts"] = {"total": len(asked), "completed": len(good), "failed": len(bad)}
        good = self.results(good)
        if good:
            batch["output_file_id"] = self._keep("\n".join(good).encode())["id"]
        if bad:
            batch["error_file_id"] = self._keep("\n".join(bad).encode())["id"]


def _line(asked, status, body):
    response = {"status_code": status, "request_id": "r", "body": body}
    return json.dumps({"id": "b", "custom_id": asked["custom_id"], "response": response, "error": None})


def _uploaded(content_type, data):
    """Return the file in a multipart body."""
    message = BytesParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + data)
    parts = {part.get_param("name", header="content-disposition"): part for part in message.get_payload()}
    assert parts["purpose"].get_payload() == "batch"
    return parts["file"].get_payload(decode=True)


def _json(status, text):
    return status, {}, text
