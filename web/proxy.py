"""The proxy before the desk: what it says of the visitor's address, host and https counts, and only what it says."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Any

from werkzeug.middleware.proxy_fix import ProxyFix

Network = IPv4Network | IPv6Network


class BehindProxy:
    """X-Forwarded-For, -Proto and -Host of one hop, where the connection comes from a trusted network."""

    def __init__(self, app: Any, trusted: Sequence[Network]):
        self._app, self._fixed, self._trusted = app, ProxyFix(app, x_for=1, x_proto=1, x_host=1), tuple(trusted)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        app = self._fixed if self._is_trusted(environ.get("REMOTE_ADDR", "")) else self._app
        answer: Iterable[bytes] = app(environ, start_response)
        return answer

    def _is_trusted(self, address: str) -> bool:
        with suppress(ValueError):
            peer = ip_address(address)
            return any(peer in network for network in self._trusted)
        return False
