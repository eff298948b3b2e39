"""Headers that close what a browser would leave open: no inline script or style anywhere, nothing from outside."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

CONTENT_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",  # the design system draws its icons as data addresses
        "connect-src 'self'",
        "manifest-src 'self'",
        "object-src 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
PERMISSIONS = "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"
HEADERS = {
    "Content-Security-Policy": CONTENT_POLICY,
    "Permissions-Policy": PERMISSIONS,
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def security_headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, around all others: files too. A page that a signed-in person has seen stays neither in the browser's
    store nor in a proxy's, and a session that ends takes with it what the browser kept."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if request.path.startswith(settings.STATIC_URL):
            return response
        person = getattr(request, "person", None)
        if person is None or person.signed_in or request.method != "GET":
            response.headers["Cache-Control"] = "no-store"
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")
        if _takes_the_session_away(response):
            response.headers["Clear-Site-Data"] = '"cache", "storage"'
        return response

    return middleware


def _takes_the_session_away(response: HttpResponse) -> bool:
    cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
    return cookie is not None and cookie["max-age"] == 0


def machines_over_tls_only(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, first of all. A browser that comes without TLS is led to it; a machine is told no, since it has just
    sent its key, and perhaps a patient, in clear, and would go on doing so if it were led on silently."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.SECURE_SSL_REDIRECT and request.path.startswith("/api/") and not request.is_secure():
            sentence = _("Bruk https. Nøkkelen som ble sendt, gikk ukryptert; lag en ny.")
            return JsonResponse({"error": sentence}, status=403, json_dumps_params={"ensure_ascii": False})
        return get_response(request)

    return middleware
