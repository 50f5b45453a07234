"""GOV.UK Notify as its clients meet it, on this machine: it checks who asks, and can be told to refuse, to fail or to keep silent."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt

SERVICE, SECRET = "26785a09-ab16-4eb0-8407-a37497a57506", "3d844edf-8d35-48ac-975b-e847b4f122b0"
KEY = f"levelground-{SERVICE}-{SECRET}"
NEEDED = {"email": {"email_address"}, "sms": {"phone_number"}, "letter": set()}


@dataclass
class FakeNotify:
    """What it was asked for and took; `answer`: another status than 201 that it gives; `silent`: seconds before it answers."""

    address: str = ""
    answer: int = 201
    silent: float = 0
    taken: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    asked: int = 0

    def status(self, path: str, token: str, body: dict[str, Any]) -> int:
        """201 for what Notify would take; the status of its refusal for anything else."""
        self.asked += 1
        try:
            claims = jwt.decode(token, SECRET, algorithms=["HS256"], issuer=SERVICE, options={"verify_iat": False})
        except jwt.PyJWTError:
            return 403
        if abs(time.time() - claims.get("iat", 0)) > 30:
            return 403
        if self.answer != 201:
            return self.answer
        kind = path.removeprefix("/v2/notifications/")
        if kind not in NEEDED or not {"template_id", *NEEDED[kind]} <= body.keys():
            return 400
        if kind == "letter" and not {f"address_line_{number}" for number in (1, 2, 3)} <= body["personalisation"].keys():
            return 400
        self.taken.append((kind, body))
        return 201


@contextmanager
def fake_notify() -> Iterator[FakeNotify]:
    """One of them, listening for as long as the block lasts."""
    fake = FakeNotify()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            time.sleep(fake.silent)
            status = fake.status(self.path, self.headers["Authorization"].removeprefix("Bearer "), body)
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            errors = [{"error": "BadRequestError", "message": f"no: {json.dumps(body)}"}]
            self.wfile.write(json.dumps({"id": "1"} if status == 201 else {"status_code": status, "errors": errors}).encode())

        def log_message(self, *parts: Any) -> None:
            """Silence."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *asked: Any) -> None:
            """A client that did not wait is what some tests are about."""

    server = Server(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    fake.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield fake
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
