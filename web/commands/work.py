"""`sagsgang work`: the jobs alone, beside a desk that is served elsewhere."""

import signal
import threading

import click

import engine
from engine.config import Settings
from web.commands import tell
from web.watching import logs
from web.wording.english import translate


@click.command()
def work() -> None:
    """Send mail and watch deadlines until stopped (SIGTERM or Ctrl+C). As many as wanted may run beside each other.

    Waits for the database, and brings it up to date.
    """
    settings = Settings.from_environment()
    logs.set_up(settings.json_log)
    engine.bring_up_to_date(settings, tell)
    desk = engine.open_desk(settings)
    desk.hooks.translate = translate
    desk.files.sweep(desk.clock())
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    runner = engine.background(desk, engine.Presence(desk.database, "work", outdated=stopped.set))
    runner.start()
    click.echo("At work. Stop with Ctrl+C.", err=True)
    stopped.wait()
    runner.stop()
    desk.close()
