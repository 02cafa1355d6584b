"""`sagsgang work`: the jobs alone, beside a desk that is served elsewhere."""

import signal
import threading

import click

import engine
from engine.config import Settings


@click.command()
def work() -> None:
    """Send mail and watch deadlines until stopped (SIGTERM or Ctrl+C). As many as wanted may run beside each other."""
    desk = engine.open_desk(Settings.from_environment())
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    runner = engine.background(desk)
    runner.start()
    click.echo("At work. Stop with Ctrl+C.", err=True)
    stopped.wait()
    runner.stop()
    desk.close()
