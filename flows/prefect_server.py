"""Asking a Prefect server how it is, over HTTP and without importing Prefect: `doctor` and `status` answer at once."""

from __future__ import annotations

import base64
import json
import os
import tomllib
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

POOL = "onrecord"
SECONDS = 3.0


class NoAnswer(Exception):
    """The server did not answer as a Prefect server does. The text says why; it never holds a credential."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where a Prefect API is, what told us so, and how to show that we may ask."""

    api: str
    origin: str
    authorization: str | None = None

    @property
    def shown(self) -> str:
        """The address without user and password."""
        parts = urlsplit(self.api)
        port = f":{parts.port}" if parts.port else ""
        return f"{parts.scheme}://{parts.hostname}{port}{parts.path}"

    @property
    def is_loopback(self) -> bool:
        """Whether it is on this machine."""
        return urlsplit(self.api).hostname in ("127.0.0.1", "localhost", "::1")

    def ask(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON is anything
        """The JSON answer to a GET, or to a POST of `body`. Raises NoAnswer."""
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        if self.authorization:
            headers["Authorization"] = self.authorization
        try:
            request = urllib.request.Request(f"{self.api}/{path}", data, headers)  # noqa: S310 - checked in configured()
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({} if self.is_loopback else None))
            with opener.open(request, timeout=SECONDS) as answer:
                return json.load(answer)
        except (OSError, ValueError) as error:
            raise NoAnswer(str(getattr(error, "reason", None) or error)) from None


def configured(env: Mapping[str, str] | None = None, folder: Path | None = None) -> Server | None:
    """The server that PREFECT_API_URL, or else prefect.toml in `folder` (default: here), names; None without either."""
    env = os.environ if env is None else env
    api, origin = env.get("PREFECT_API_URL", ""), "PREFECT_API_URL"
    if not api:
        api, origin = _in_toml(folder or Path()), "prefect.toml"
    if not api.startswith(("http://", "https://")):
        return None
    return Server(api.rstrip("/"), origin, _authorization(env))


def _in_toml(folder: Path) -> str:
    try:
        settings = tomllib.loads((folder / "prefect.toml").read_text(encoding="utf-8"))
        return str(settings.get("api", {}).get("url", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def _authorization(env: Mapping[str, str]) -> str | None:
    if secret := env.get("PREFECT_API_AUTH_STRING"):
        return "Basic " + base64.b64encode(secret.encode()).decode()
    if key := env.get("PREFECT_API_KEY"):
        return f"Bearer {key}"
    return None
