"""The file with the heads of all chains: its root, what it looks like, and what is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from engine.history.chain import Head
from engine.history.heads import Heads, WrongHeads, leaf, read, root_of, written
from engine.history.shape import Subject
from tests.engine.history.test_canonical import COPENHAGEN, NOON
from tests.engine.history.test_chain import DESK

# the known tree of Certificate Transparency: its leaves, and the root of the first one, of the first two, …
LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HEADS = Heads(
    DESK,
    41,
    NOON,
    "0" * 64,
    {
        (Subject.TASK, 1): Head(3, "3" * 64),
        (Subject.CASE, 10): Head(1, "2" * 64),
        (Subject.CASE, 9): Head(7, "1" * 64),
    },
)


@pytest.mark.parametrize("size", range(1, 9))
def test_the_root_is_that_of_the_known_tree(size: int) -> None:
    leaves = [sha256(b"\0" + bytes.fromhex(one)).digest() for one in LEAVES[:size]]
    assert root_of(leaves).hex() == ROOTS[size - 1]


def test_a_leaf_is_the_canonical_form_of_kind_id_count_and_hash() -> None:
    told = rfc8785.dumps(["case", 9, 7, "1" * 64])
    assert leaf((Subject.CASE, 9), Head(7, "1" * 64)) == sha256(b"\0" + told).digest()


def test_the_file_is_a_note_and_then_the_heads_sorted_by_kind_and_number() -> None:
    note, _, lines = written(HEADS).decode().partition("\n\n")
    assert note.split("\n") == [
        f"sagsgang/{DESK}",
        "3",
        HEADS.root,
        "position 41",
        "at 2026-03-02T12:00:00.000000Z",
        "previous " + "0" * 64,
    ]
    assert lines == f"case 9 7 {'1' * 64}\ncase 10 1 {'2' * 64}\ntask 1 3 {'3' * 64}\n"


@pytest.mark.parametrize("previous", ["0" * 64, None])
def test_a_file_is_read_as_it_was_written(previous: str | None) -> None:
    heads = replace(HEADS, previous=previous, at=NOON.astimezone(COPENHAGEN))
    assert read(written(heads)) == heads


@given(st.integers(1, 2**31), st.sampled_from(sorted(HEADS.heads)), st.sampled_from(["count", "hash"]))
def test_every_head_changes_the_root(count: int, place: tuple[Subject, int], what: str) -> None:
    changed = {"count": 10 + count} if what == "count" else {"hash": f"{count:064x}"[::-1]}
    heads = {**HEADS.heads, place: replace(HEADS.heads[place], **changed)}
    assert replace(HEADS, heads=heads).root != HEADS.root


LAST = f"task 1 3 {'3' * 64}\n".encode()
FIRST = f"case 9 7 {'1' * 64}\n".encode()
ROOT = "Filens rod er ikke den, som dens linjer giver: filen er ændret."
Change = Callable[[bytes], bytes]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda _: b"", "Filen begynder ikke, som sagsgang verify --heads skriver den."),
        (lambda _: b"\xff\xfe\x00rubbish", "Filen begynder ikke, som sagsgang verify --heads skriver den."),
        (lambda file: file.replace(b"\n", b"\r\n"), "Filen begynder ikke, som sagsgang verify --heads skriver den."),
        (lambda file: b" " + file, "Filen begynder ikke, som sagsgang verify --heads skriver den."),
        (lambda file: file.replace(b"03-02T", b"13-02T"), "Filens tidspunkt kan ikke læses."),
        (lambda file: file + LAST, "Linje 11 i filen er om en historik, der står der i forvejen."),
        (lambda file: file + b"cat 1 3 " + b"3" * 64 + b"\n", "Linje 11 i filen kan ikke læses."),
        (lambda file: file.replace(b"task 1 3", b"task 1 0"), "Linje 10 i filen kan ikke læses."),
        (lambda file: file.replace(b"task 1 3", b"task 1 " + b"9" * 30), "Linje 10 i filen kan ikke læses."),
        (lambda file: file.replace(b"task 1 3", "task 1 ٣".encode()), "Linje 10 i filen kan ikke læses."),
        (lambda file: file.replace(LAST, b""), "Filen siger, at den har 3 historikker, men den har 2."),
        (lambda file: file[:-20], "Filen siger, at den har 3 historikker, men den har 2."),
        (lambda file: file.replace(b"1 3 3", b"1 4 3"), ROOT),
        (lambda file: file.replace(b"2222", b"2223", 1), ROOT),
        (lambda file: file.replace(FIRST, b"") + FIRST, "Filen er ændret, siden den blev skrevet."),
        (lambda file: file.replace(b"position 41", b"position 041"), "Filen er ændret, siden den blev skrevet."),
        (lambda file: file + b"x", "Filen er ændret, siden den blev skrevet."),
    ],
)  # fmt: skip
def test_a_file_that_somebody_touched_is_refused(change: Change, why: str) -> None:
    with pytest.raises(WrongHeads) as found:
        read(change(written(HEADS)))
    assert str(found.value) == why


def test_a_later_time_is_another_file() -> None:
    assert written(HEADS) != written(replace(HEADS, at=NOON + timedelta(microseconds=1)))
