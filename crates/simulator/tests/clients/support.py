"""A receiver of webhooks that also serves media, and a hand on the simulator's control."""

import json
import threading
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def control(base, method, path, body=None):
    data = None if body is None and method == "GET" else json.dumps(body or {}).encode()
    request = urllib.request.Request(f"{base}/control/{path}".rstrip("/"), data=data, method=method)
    with opener.open(request, timeout=30) as answer:
        return json.loads(answer.read())


class Receiver:
    """Everything posted to `url` is kept; what is served is answered to GET and HEAD; Meta's handshake succeeds."""

    def __enter__(self):
        taken, media = [], {}
        self._taken, self._media = taken, media

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                taken.append((self.path, dict(self.headers), body))
                self.answer(200, "text/plain", b"")

            def do_GET(self):
                query = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query)
                if "hub.challenge" in query:
                    return self.answer(200, "text/plain", query["hub.challenge"][0].encode())
                kind, data = media.get(self.path, (None, None))
                return self.answer(200 if kind else 404, kind or "text/plain", data or b"")

            do_HEAD = do_GET

            def answer(self, status, kind, data):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self._server.shutdown()

    def serve(self, path, kind, data):
        self._media[path] = (kind, data)
        return self.url + path

    def posts(self):
        """What was posted so far, as (path, headers with the usual capitals, body)."""
        out = []
        for path, headers, body in self._taken:
            out.append((path, {name.title().replace("X-Hub-Signature-256", "X-Hub-Signature-256"): value for name, value in headers.items()}, body))
        return out
