"""
One service's HTTP: its API, its signs of life, its OpenAPI document.

`create_app` makes an ordinary WSGI application out of an office, so that tests
and commands can ask it without any server.
"""

import logging
from collections.abc import Callable, Iterable
from threading import Lock
from time import perf_counter, sleep
from typing import Any
from uuid import uuid4

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask, Response, g, request
from flask_smorest import Api as Smorest  # type: ignore[import-untyped]

from azione0.door.api import Api
from azione0.door.auditing import api as auditing
from azione0.door.granting import api as granting
from azione0.door.pages import Pages
from azione0.door.problems import (
    INTERNAL,
    MISSING,
    PROBLEM,
    ProblemForm,
    Refusals,
    TooManyAtOnce,
    problem_of,
)
from azione0.door.reception import COOKIE, Reception
from azione0.door.sealing import sealing
from azione0.door.signing_in import signing_in
from azione0.door.signs import signs
from azione0.metrics import Metrics
from azione0.office import Office
from azione0.schemas import VERSION, Corrected
from azione0.words import _

MEGABYTE = 1_000_000
MOST_AT_ONCE = 64
#: A 404 is answered after a whole number of these.
EVEN_SECONDS = 0.02
SAFE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
}
#: A page may have a style sheet and forms, both from here, and images within itself.
OF_PAGES = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
ABOUT = """Azione 0 prevents and resolves rent arrears. This is the API of one of its
services; what the services tell each other is described in AsyncAPI instead.

Money is in whole euro cents, days are civil days in Europe/Rome."""

log = logging.getLogger(__name__)


class _Plugin(MarshmallowPlugin):
    """apispec's marshmallow plugin, telling the truth about decimals."""

    Converter = Corrected


class _Documented(Smorest):
    """flask-smorest's API, with every error as problem+json."""

    ERROR_SCHEMA = ProblemForm

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = PROBLEM
        try:
            super()._register_responses()
        finally:
            del self.DEFAULT_RESPONSE_CONTENT_TYPE

    def _register_error_handlers(self) -> None:
        """Leave errors to `problem_of`, which knows ours and Flask's."""


def create_app(
    office: Office,
    *,
    metrics: Metrics | None = None,
    broker: Callable[[], str] | None = None,
    closing: Callable[[], bool] = lambda: False,
    stored: Callable[[], None] = lambda: None,
) -> Flask:
    """
    Make the HTTP of an office.

    Its service class names its API as `http`. `broker` tells `connected` or
    `away` (by default the bus is the embedded one), `closing` whether the service
    is about to stop; `stored` is called when a command has been carried out.
    """
    app = Flask("azione0", static_folder=None)
    app.config.update(
        API_TITLE=f"Azione 0: {office.settings.me.kind}",
        API_VERSION=VERSION,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        MAX_CONTENT_LENGTH=MEGABYTE,
    )
    metrics = metrics or Metrics(office)
    app.extensions["azione0"] = Reception(
        office,
        metrics,
        broker=broker or (lambda: "embedded"),
        closing=closing,
        stored=stored,
    )
    api: Api | None = getattr(office.service, "http", None)
    apis = (granting, auditing) if api is None else (api, granting, auditing)
    documented = _Documented(app, spec_kwargs=_about(office))
    documented.spec.components.security_scheme(
        "session",
        {
            "type": "apiKey",
            "in": "cookie",
            "name": COOKIE,
            "description": "The cookie of who signed in with a password.",
        },
    )
    documented.spec.components.security_scheme(
        "token",
        {
            "type": "http",
            "scheme": "bearer",
            "description": "A token given by the operator: `azione0 tokens add`.",
        },
    )
    for blueprint in (signs, sealing, signing_in, *(api.blueprint for api in apis)):
        documented.register_blueprint(blueprint)
    pages: Pages | None = getattr(office.service, "pages", None)
    if pages is not None:
        app.register_blueprint(pages.blueprint)
    _answer_errors(app, apis)
    _watch(app, metrics)
    app.wsgi_app = Bounded(app.wsgi_app, MOST_AT_ONCE)  # type: ignore[assignment,method-assign]
    return app


class Bounded:
    """A WSGI application that answers so many requests at once, and no more."""

    def __init__(self, app: Callable[..., Iterable[bytes]], most: int) -> None:
        self._app = app
        self.most = most
        self._running = 0
        self._lock = Lock()

    def __call__(self, environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        """Answer, or say that it is too much and when to come back."""
        if environ["PATH_INFO"] == "/healthz":
            return self._app(environ, start)
        with self._lock:
            full = self._running >= self.most
            self._running += not full
        if full:
            problem = problem_of(TooManyAtOnce(_("troppe richieste insieme")), {})
            return problem.response(uuid4().hex)(environ, start)
        try:
            return self._app(environ, start)
        finally:
            with self._lock:
                self._running -= 1


def _about(office: Office) -> dict[str, Any]:
    me = office.settings.me
    return {
        "marshmallow_plugin": _Plugin(),
        "info": {
            "description": ABOUT,
            "x-summary": f"The {me.kind} service of Azione 0.",
            "contact": {"name": me.organisation},
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/", "description": f"{me.name}, by {me.organisation}"}],
    }


def _answer_errors(app: Flask, apis: Iterable[Api]) -> None:
    refusals: Refusals = {
        kind: status for api in apis for kind, status in api.refusals.items()
    }

    @app.errorhandler(Exception)
    def answer(wrong: Exception) -> Response:
        problem = problem_of(wrong, refusals)
        if problem.status == MISSING and request.url_rule is not None:
            # What is foreign takes as long as what is missing.
            seconds = perf_counter() - g.begun
            sleep(EVEN_SECONDS - seconds % EVEN_SECONDS if EVEN_SECONDS else 0)
        if problem.status == INTERNAL:
            about = {"request_id": g.request_id}
            log.error("a request failed", exc_info=wrong, extra=about)
        return problem.response(g.request_id)


def _watch(app: Flask, metrics: Metrics) -> None:
    @app.before_request
    def begin() -> None:
        g.request_id = uuid4().hex
        g.begun = perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        seconds = perf_counter() - g.begun
        # The rule, never the address: an address names a household.
        route = request.url_rule.rule if request.url_rule else "unknown"
        metrics.answered(request.method, route, response.status_code, seconds)
        response.headers["X-Request-Id"] = g.request_id
        if response.mimetype == "text/html":
            response.headers.setdefault("Content-Security-Policy", OF_PAGES)
        for name, value in SAFE_HEADERS.items():
            response.headers.setdefault(name, value)
        about = {
            "method": request.method,
            "route": route,
            "status": response.status_code,
            "seconds": round(seconds, 4),
            "request_id": g.request_id,
        }
        log.info("answered", extra=about)
        return response
