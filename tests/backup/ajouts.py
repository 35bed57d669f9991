"""A place that only takes additions: restic's REST protocol, without removal but of locks."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


@contextmanager
def served(root: Path) -> Iterator[str]:
    """The address at which `root` is served, repository by repository."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        @property
        def place(self) -> Path:
            parts = [p for p in self.path.partition("?")[0].split("/") if p not in ("", "..")]
            if len(parts) > 2 and parts[-2] == "data":
                parts.insert(-1, parts[-1][:2])  # As restic lays out a folder.
            return root.joinpath(*parts)

        def answer(
            self, code: int, data: bytes = b"", kind: str = "application/octet-stream"
        ) -> None:
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        def do_HEAD(self) -> None:
            self.do_GET()

        def do_GET(self) -> None:
            if self.place.is_dir():
                files = (p for p in self.place.rglob("*") if p.is_file())
                found = [{"name": p.name, "size": p.stat().st_size} for p in files]
                data = json.dumps(found).encode()
                return self.answer(200, data, "application/vnd.x.restic.rest.v2")
            if not self.place.is_file():
                return self.answer(404)
            data = self.place.read_bytes()
            asked = self.headers.get("Range", "").removeprefix("bytes=")
            if asked:
                first, _, last = asked.partition("-")
                return self.answer(206, data[int(first) : int(last) + 1 if last else None])
            return self.answer(200, data)

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            if self.path.endswith("?create=true"):
                for kind in ("data", "index", "keys", "locks", "snapshots"):
                    (self.place / kind).mkdir(parents=True, exist_ok=True)
                return self.answer(200)
            if self.place.exists():
                return self.answer(403)
            self.place.parent.mkdir(exist_ok=True)
            self.place.write_bytes(data)
            return self.answer(200)

        def do_DELETE(self) -> None:
            if self.place.parent.name != "locks":
                return self.answer(403)
            self.place.unlink(missing_ok=True)
            return self.answer(200)

        def log_message(self, format: str, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"rest:http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
