"""The proxy before the desk: what it says of the visitor's address, host and https counts, and only what it says."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from ipaddress import ip_address
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

from engine.config import Network


class BehindProxy:
    """X-Forwarded-For, -Proto and -Host of one hop, where the connection comes from a trusted network."""

    def __init__(self, app: Any, trusted: Sequence[Network]):
        self._app, self._fixed, self._trusted = app, ProxyFix(app, x_for=1, x_proto=1, x_host=1), tuple(trusted)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        app = self._fixed if is_within(environ.get("REMOTE_ADDR", ""), self._trusted) else self._app
        answer: Iterable[bytes] = app(environ, start_response)
        return answer


def is_within(address: str, networks: Sequence[Network]) -> bool:
    """Whether that address is in one of them; what is no address is in none."""
    with suppress(ValueError):
        visitor = ip_address(address)
        return any(visitor in network for network in networks)
    return False


def knows_visitor(environ: Mapping[str, Any]) -> bool:
    """Whether the request's address is its visitor's: not where a proxy passed it on that no setting names."""
    return "werkzeug.proxy_fix.orig" in environ or "HTTP_X_FORWARDED_FOR" not in environ
