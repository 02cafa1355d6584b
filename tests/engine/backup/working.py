"""A process that works on a desk until it is killed: cases with files, one after the other. Says each number."""

import sys
from pathlib import Path

import engine
from engine import By, Kind, Settings, Upload
from engine.demo import add_everybody


def main() -> None:
    desk = engine.open_desk(Settings(sys.argv[1], Path(sys.argv[2]), secret_key="k" * 48))
    engine.install(desk)
    add_everybody(desk)
    directory = desk.directory()
    anders = next(agent for agent in directory.agents.values() if agent.username == "anders")
    team = next(team for team in directory.teams.values() if team.name == "Netværk")
    customer = engine.find_customers(desk, "Gitte")[0]
    text = "Printeren på 3. sal melder papirstop, men der er intet papir i klemme."
    given = {"customer": customer.id, "team": team.id, "subject": "Printer", "description": text}
    engine.Presence(desk.database, "serve").start()
    while True:
        case = engine.register_case(desk, given, by=By(anders.id))
        upload = Upload("log.txt", f"Linje {case.id}".encode() * 1000)
        engine.write_comment(desk, Kind.CASE, case.id, "Se filen.", by=By(anders.id), attachments=[upload])
        print(case.id, flush=True)


if __name__ == "__main__":
    main()
