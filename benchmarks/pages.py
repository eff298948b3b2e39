"""What the benchmarks of pages share: a request through Django's own WSGI handler, and the bare page it stands beside.

The bare page is one ORM query and a Django template that writes a table of its rows; no session, permission or frame.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable
from functools import cache
from typing import Any

ROWS = 50


def signed_in(name: str = "kari") -> str:
    """A session cookie for one of the cast."""
    from django.test import Client

    from samspill.accounts.middleware import COMMUNITY_KEY, POSITION_KEY
    from samspill.accounts.models import Account
    from samspill.accounts.positions import positions_of

    client, account = Client(), Account.objects.get(username=name)
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    session, position = client.session, positions_of(account)[0]
    session[POSITION_KEY], session[COMMUNITY_KEY] = str(position.pk), str(position.community_id)
    session.save()
    return f"samspill_session={client.cookies['samspill_session'].value}"


def bare_page(rows: Callable[[], Any], template: str) -> Callable[[], bytes]:
    """rows: the query of what the template calls `rows`, made anew each time."""
    from django.template import engines
    from django.test import RequestFactory

    written = engines["django"].from_string(template)
    return lambda: written.render({"rows": rows()}, RequestFactory().get("/")).encode()


@cache
def _application() -> Any:
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


def our_page(address: str, cookie: str, *, hx: bool = False) -> Callable[[], bytes]:
    """The whole request: middleware, session, permission, queries, template. Anything but 200 fails."""
    application = _application()
    path, _mark, query = address.partition("?")

    def page() -> bytes:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "80",
            "HTTP_HOST": "127.0.0.1",
            "HTTP_COOKIE": cookie,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            "wsgi.url_scheme": "http",
            **({"HTTP_HX_REQUEST": "true"} if hx else {}),
        }
        status: list[str] = []
        body = application(environ, lambda line, headers, exc=None: status.append(line))
        content = b"".join(body)
        body.close()
        assert status[0].startswith("200"), (address, status, content[:400])
        return content

    return page


def cost(page: Callable[[], bytes], times: int) -> float:
    """Milliseconds of CPU a page, the median of five rounds."""
    page()
    rounds = []
    for _ in range(5):
        began = time.process_time()
        for _ in range(times):
            page()
        rounds.append((time.process_time() - began) / times * 1000)
    return sorted(rounds)[2]


def queries_of(page: Callable[[], bytes]) -> int:
    """Counted at once: the next request empties the log."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        page()
    return len(asked)
