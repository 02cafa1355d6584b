"""The desk in a browser. `create_app` puts it together; importing this package imports nothing else."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from engine import Desk


def create_app(desk: "Desk") -> "Flask":
    """A WSGI application for an open desk. The console script imports this package too, and pages cost it nothing."""
    from web.app import build_app

    return build_app(desk)
