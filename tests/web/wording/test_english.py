"""The compiled English, where the build has not made it."""

from pathlib import Path
from shutil import copy

from babel.messages.mofile import read_mo

from tests.fixtures.threads import at_once
from web.wording.english import compile_missing

SOURCE = Path(__file__).parents[3] / "web" / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def test_several_that_begin_at_once_leave_one_whole_file_and_nothing_beside_it(tmp_path: Path) -> None:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    copy(SOURCE, folder)
    at_once(*[lambda: compile_missing(tmp_path)] * 3)
    assert sorted(file.name for file in folder.iterdir()) == ["messages.mo", "messages.po"]
    with (folder / "messages.mo").open("rb") as made:
        assert read_mo(made).get("Adgangskode") is not None
