"""An HTTP server on this machine: what the endpoints that tests talk to have in common."""

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# Status, headers beside the content type (with "_" for "-"), and the body.
Reply = tuple[int, Mapping[str, str], str | bytes]


class LocalServer:
    """Answers over real HTTP from threads of its own; endpoints say what in `reply`. `url` ends in `/v1`."""

    def __init__(self) -> None:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                self._send(outer.reply("POST", self.path, self.headers, self._body()))

            def do_GET(self):
                self._send(outer.reply("GET", self.path, self.headers, b""))

            def log_message(self, *args):
                pass

            def _body(self):
                return self.rfile.read(int(self.headers.get("content-length") or 0))

            def _send(self, reply):
                status, headers, text = reply
                data = text if isinstance(text, bytes) else text.encode()
                self.send_response(status)
                for name, value in {"content-type": "application/json", **headers}.items():
                    self.send_header(name.replace("_", "-"), value)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def reply(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Reply:
        raise NotImplementedError

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
