"""Whatever bytes it is given, the check answers; and what it lets pass can be built."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.diagrams import check, read
from engine.runner import build
from tests.engine.diagrams.examples import RIGHT

PIECES = [RIGHT.encode()[start:end] for start, end in ((0, 400), (2000, 2300), (3000, 3400), (5000, 5200))]


@given(st.binary(max_size=400))
@example(b"")
@example(b"\x00" * 100)
@example(b"\xef\xbb\xbf<a/>")
def test_any_bytes_at_all(content: bytes) -> None:
    assert all(problem.sentence for problem in check(content))


@settings(max_examples=300)
@given(st.data())
def test_a_diagram_with_bytes_cut_out_doubled_or_changed(data: st.DataObject) -> None:
    content = RIGHT.encode()
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content) - 1))
        length = data.draw(st.integers(0, 200))
        piece = data.draw(st.one_of(st.binary(max_size=20), st.sampled_from(PIECES), st.just(b"")))
        content = content[:start] + piece + content[start + length :]
    problems = check(content)
    if not any(problem.severity == "error" for problem in problems):
        build(content, read(content))


ATTRIBUTES = [b'id="', b'name="', b'sourceRef="', b'targetRef="', b'camunda:topic="', b'type="', b'value="', b"${"]


@settings(max_examples=300)
@given(st.sampled_from(ATTRIBUTES), st.integers(0, 60), st.text(max_size=30))
def test_a_diagram_with_a_strange_value_somewhere(attribute: bytes, which: int, value: str) -> None:
    parts = RIGHT.encode().split(attribute)
    place = which % (len(parts) - 1) + 1
    end = parts[place].find(b'"' if attribute != b"${" else b"}")
    safe = value.translate({ord(c): "" for c in '"<&'}).encode("utf-8", "ignore")
    parts[place] = safe + parts[place][end:]
    content = attribute.join(parts)
    problems = check(content)
    if not any(problem.severity == "error" for problem in problems):
        build(content, read(content))
