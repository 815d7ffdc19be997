"""Asking a Prefect server how it is, over HTTP and without importing Prefect: `doctor` and `status` answer at once."""

from __future__ import annotations

import base64
import json
import os
import tomllib
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

POOL = "onrecord"
SECONDS = 3.0


class NoAnswer(Exception):
    """The server did not answer as a Prefect server does. The text says why; it never holds a credential."""


class AsksForPassword(NoAnswer):
    """The server is there and wants a password, or another one."""

    FIX = "set PREFECT_API_AUTH_STRING=user:password, as the server's PREFECT_SERVER_API_AUTH_STRING says"


class _AsksForToken(NoAnswer):
    """The server is protected against requests forged in a browser."""


_REFUSALS: dict[object, type[NoAnswer]] = {
    HTTPStatus.UNAUTHORIZED: AsksForPassword,
    HTTPStatus.FORBIDDEN: _AsksForToken,
}


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

    def version(self) -> str:
        """Which Prefect answers, where one does and lets us in. Raises NoAnswer, AsksForPassword."""
        if self.ask("health") is not True:
            raise NoAnswer("it is no Prefect server")
        return str(self.ask("admin/version"))

    def ask(self, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON is anything
        """The JSON answer to a GET, or to a POST of `body`, with a CSRF token where the server wants one.

        Raises NoAnswer, AsksForPassword.
        """
        try:
            return self._answer(path, body, {})
        except _AsksForToken:
            client = str(uuid4())
            token = self._answer(f"csrf-token?client={client}", None, {})["token"]
            return self._answer(path, body, {"Prefect-Csrf-Client": client, "Prefect-Csrf-Token": token})

    def _answer(self, path: str, body: object, headers: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON is anything
        data = None if body is None else json.dumps(body).encode()
        shown = {"Authorization": self.authorization} if self.authorization else {}
        headers = {"Content-Type": "application/json", **shown, **headers}
        try:
            request = urllib.request.Request(f"{self.api}/{path}", data, headers)  # noqa: S310 - checked in configured()
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({} if self.is_loopback else None))
            with opener.open(request, timeout=SECONDS) as answer:
                return json.load(answer)
        except (OSError, ValueError) as error:
            kind = _REFUSALS.get(getattr(error, "code", None), NoAnswer)
            raise kind(str(getattr(error, "reason", None) or error)) from None


def configured(env: Mapping[str, str] | None = None, folder: Path | None = None) -> Server | None:
    """The server that PREFECT_API_URL, or else prefect.toml in `folder` (default: here), names; None without either."""
    env = os.environ if env is None else env
    api, origin = env.get("PREFECT_API_URL", ""), "PREFECT_API_URL"
    if not api:
        api, origin = _in_toml(folder or Path()), "prefect.toml"
    if not api.startswith(("http://", "https://")):
        return None
    return Server(api.rstrip("/"), origin, authorization(env))


def _in_toml(folder: Path) -> str:
    try:
        settings = tomllib.loads((folder / "prefect.toml").read_text(encoding="utf-8"))
        return str(settings.get("api", {}).get("url", ""))
    except (OSError, ValueError, AttributeError):
        return ""


def authorization(env: Mapping[str, str]) -> str | None:
    """The header that shows who asks, from PREFECT_API_AUTH_STRING or PREFECT_API_KEY; None without either."""
    if secret := env.get("PREFECT_API_AUTH_STRING"):
        return "Basic " + base64.b64encode(secret.encode()).decode()
    if key := env.get("PREFECT_API_KEY"):
        return f"Bearer {key}"
    return None
