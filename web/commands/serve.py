"""`sagsgang serve`: the desk in a browser, with the jobs that belong to it in the same process."""

import gc
import os
import signal
import sys
from dataclasses import replace
from typing import Any

import click
import waitress
from tqdm import tqdm

import engine
from engine import Desk, demo
from engine.config import Settings
from web import create_app
from web.commands import tell
from web.frame.limits import CLEANUP_SECONDS, CONNECTIONS, SILENCE_SECONDS, limited_channel
from web.watching import logs

THREADS = 8


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="The port to listen on.")
@click.option("--demo", "as_demo", is_flag=True, help="Demo accounts as buttons; demo data on an empty desk.")
def serve(host: str, port: int, as_demo: bool) -> None:
    """Serve the desk on a port of this machine.

    Waits for the database, brings it up to date, deploys the shipped diagrams where there are none, sends mail and
    watches deadlines.
    """
    settings = Settings.from_environment()
    if as_demo:
        settings = replace(settings, demo=True)
    logs.set_up(settings.json_log)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # as Ctrl+C: what has begun comes to its end
    engine.bring_up_to_date(settings, tell)
    desk = engine.open_desk(settings)
    server = listen(desk, host, port)
    prepare(desk)
    desk.files.sweep(desk.clock())
    runner = engine.background(desk, engine.Presence(desk.database, "serve", outdated=end_this_process))
    runner.start()
    settle()
    try:
        click.echo(f"Sagsgang: http://{host}:{port}", err=True)
        if not settings.demo and not engine.has_accounts(desk):
            click.echo(
                "Nobody has an account here yet: sagsgang administrator makes the first administrator.", err=True
            )
        server.run()
    finally:
        runner.stop()
        desk.close()


def listen(desk: Desk, host: str, port: int) -> Any:
    """The web server, which answers when it is told to run: a port that is taken is known before anything is made."""
    listeners: dict[int, Any] = {}  # a name such as localhost may have several addresses
    limits: dict[str, Any] = {
        "connection_limit": CONNECTIONS,
        "channel_timeout": SILENCE_SECONDS,
        "cleanup_interval": CLEANUP_SECONDS,
        "asyncore_use_poll": True,  # select takes no descriptor above 1024
        "clear_untrusted_proxy_headers": False,  # web.frame.proxy judges which of them count
    }
    try:
        app = create_app(desk)
        server = waitress.create_server(app, listeners, host=host, port=port, threads=THREADS, ident=None, **limits)
    except (OSError, ValueError) as error:
        desk.close()
        reason = (getattr(error, "strerror", None) or str(error)).rstrip(".")
        raise click.ClickException(f"{host}:{port}: {reason}. Choose others with --host and --port.") from None
    channel = limited_channel(desk.settings.secret_key, desk.settings.max_upload_bytes)
    for listener in listeners.values():
        listener.channel_class = channel
    return server


def settle() -> None:
    """What has been made by now stays: else a request is held up now and then, while Python looks through all of it."""
    gc.collect()
    gc.freeze()


def end_this_process() -> None:
    """As SIGTERM from outside: what has begun comes to its end."""
    os.kill(os.getpid(), signal.SIGTERM)


def prepare(desk: Desk) -> None:
    """What a desk needs before its first visitor."""
    if not desk.settings.demo or not demo.is_empty(desk):
        engine.install(desk)
        return
    with tqdm(desc="Demodata", unit="", leave=False) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        demo.fill(desk, show)
