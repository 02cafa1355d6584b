"""D-21: text is NFC, and nothing counts as written that nobody sees."""

import unicodedata

import pytest

from engine.texts.lines import file_name, fit, is_one_line, one_line, tidy

# a family, the flag of Scotland, a burning heart
EMOJI = [
    "\U0001f469\u200d\U0001f469\u200d\U0001f467",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
    "\u2764\ufe0f\u200d\U0001f525",
]
UNSEEN = ["\u3164", "\u200b", "\u2800 \u115f", "\u200d\u200d", "\ufe0f", "\u0301", "\u202e", "\x00", "\u00a0", "\ufeff"]


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_sees_is_nothing(text: str) -> None:
    assert (one_line(text), tidy(text), fit("description", text)) == ("", "", "")


@pytest.mark.parametrize("emoji", EMOJI)
def test_an_emoji_stays_one(emoji: str) -> None:
    assert fit("subject", f"{emoji} på 3. sal") == f"{emoji} på 3. sal"
    assert is_one_line(f"Hej {emoji}")


def test_what_joins_nothing_makes_no_other_name() -> None:
    assert one_line("År\u200dhus") == "År hus"
    assert one_line("A\u202eB\tC\nD") == "A B C D"
    assert one_line("می\u200cخواهم") == "می\u200cخواهم"  # Persian is spelt with it


@pytest.mark.parametrize("column", ["subject", "description"])
def test_a_mac_writes_the_same_letters(column: str) -> None:
    assert fit(column, unicodedata.normalize("NFD", "Blåbærgrød i Århus")) == "Blåbærgrød i Århus"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("Faktura – oktober.pdf", "Faktura – oktober.pdf"),
        ("C:\\fakepath\\O’Brien.txt", "O’Brien.txt"),
        ("../../etc/名前.docx", "名前.docx"),
        (unicodedata.normalize("NFD", "blåbærgrød.pdf"), "blåbærgrød.pdf"),
        ("Skærmbillede 2026-03-02 kl.\u202f09.00.png", "Skærmbillede 2026-03-02 kl.\u202f09.00.png"),
        ("\u202efdp.exe", "fdp.exe"),
        ("to  mellemrum.txt", "to  mellemrum.txt"),
        ("\u3164", "fil"),
        ("", "fil"),
        ("mappe/", "mappe"),
    ],
)
def test_a_file_keeps_its_name(sent: str, kept: str) -> None:
    assert file_name(sent) == kept


def test_a_long_name_keeps_its_beginning_and_its_end() -> None:
    name = file_name("Årsrapport " + "x" * 300 + ".pdf")
    assert len(name) == 200 and name.startswith("Årsrapport") and name.endswith(".pdf")
