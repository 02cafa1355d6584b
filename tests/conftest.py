"""What every test may ask for. The fixtures themselves are in tests/fixtures/, one file a part of the outside world."""

from hypothesis import settings

pytest_plugins = [
    "tests.fixtures.room",
    "tests.fixtures.databases",
    "tests.fixtures.next_version",
    "tests.fixtures.mail",
    "tests.fixtures.browser",
    "tests.fixtures.time",
    "tests.fixtures.rules",
    "tests.fixtures.house",
    "tests.fixtures.served",
    "tests.fixtures.tampering",
]

# Two busy cores make any deadline a matter of luck. Every run tries the same examples: one that is red was made red by
# the change it runs on, and not by luck. Whoever wants to look further takes `derandomize` out for a while.
settings.register_profile("sagsgang", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("sagsgang")
