"""Settings from the environment: one frozen value, checked before anything starts."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from email.errors import MessageError
from email.headerregistry import Address
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import urlsplit

from engine.errors import WrongSetting
from engine.working_hours import WorkingHours

# every folder of the data folder that is the desk's own; a backup holds these
ATTACHMENTS, DRAFTS, DRAFT_FILES = FOLDERS = ("attachments", "drafts", "draft-files")
VIEWINGS_DAYS = 180
MAX_ATTACHMENT_BYTES = 25 * 1024 * 1024
Network = IPv4Network | IPv6Network


@dataclass(frozen=True)
class Settings:
    """Where the desk lives and how it speaks to the outside."""

    database_url: str
    data_dir: Path
    smtp_url: str | None = None
    secret_key: str = field(default="", repr=False)
    base_url: str = "http://127.0.0.1:8000"
    mail_from: str = "sagsgang@localhost"
    demo: bool = False  # demo accounts may be taken by a button; `sagsgang serve --demo` sets it
    json_log: bool = False
    trusted_proxies: tuple[Network, ...] = ()  # whose X-Forwarded headers count
    metrics_token: str = field(default="", repr=False)  # what whoever asks for /metrics has to say
    metrics_from: tuple[Network, ...] = ()  # where whoever asks for /metrics has to be
    working_hours: WorkingHours = WorkingHours()
    max_upload_bytes: int = 2 * MAX_ATTACHMENT_BYTES  # of one request
    viewings_days: int = VIEWINGS_DAYS  # for which it is kept who opened what (D-28)
    key_is_given: bool = False  # by the environment: then no backup has it

    @property
    def most_files_bytes(self) -> int:
        """What the files of one form may take together: its texts need room in the request too."""
        return self.max_upload_bytes - 1024 * 1024

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Reads `SAGSGANG_…`; raises WrongSetting with the name and what is expected."""
        env = os.environ if environment is None else environment
        data_dir = Path(env.get("SAGSGANG_DATA_DIR") or "var").absolute()
        database_url = env.get("SAGSGANG_DATABASE_URL") or f"sqlite:///{data_dir / 'sagsgang.db'}"
        database_url = checked_database_url("SAGSGANG_DATABASE_URL", database_url)
        smtp_url = env.get("SAGSGANG_SMTP_URL") or None
        if smtp_url:
            _check_smtp(smtp_url)
        base_url = (env.get("SAGSGANG_BASE_URL") or "http://127.0.0.1:8000").rstrip("/")
        _check_base(base_url)
        mail_from = env.get("SAGSGANG_MAIL_FROM") or "sagsgang@localhost"
        if not _is_address(mail_from):
            raise WrongSetting(f"SAGSGANG_MAIL_FROM is {mail_from!r}; expected one mail address, e.g. desk@example.org")
        _make(data_dir)
        key = _secret(env, data_dir)
        return cls(
            database_url,
            data_dir,
            smtp_url,
            key,
            base_url,
            mail_from,
            json_log=_is_json(env),
            working_hours=WorkingHours.from_setting(env.get("SAGSGANG_WORKING_HOURS") or "8-16"),
            trusted_proxies=_networks(env, "SAGSGANG_TRUSTED_PROXY", "the proxy's address or network"),
            metrics_token=_metrics_token(env),
            metrics_from=_networks(env, "SAGSGANG_METRICS_FROM", "the addresses or networks of who asks"),
            viewings_days=_days(env, "SAGSGANG_VIEWINGS_DAYS", VIEWINGS_DAYS),
            key_is_given=bool(env.get("SAGSGANG_SECRET_KEY")),
        )


def checked_database_url(name: str, value: str) -> str:
    """The address as the store takes it; raises WrongSetting, with the `name` of what gave it."""
    _check_url(name, value, ("sqlite", "postgresql", "postgresql+psycopg"))
    if urlsplit(value).path in ("", "/") or "memory:" in value or "mode=memory" in value:
        raise WrongSetting(f"{name} names no database; expected sqlite:////folder/file.db or postgresql://host/name")
    if value.startswith("postgresql://"):
        return value.replace("postgresql://", "postgresql+psycopg://", 1)
    return value


def _check_url(name: str, value: str, schemes: tuple[str, ...]) -> None:
    expected = " or ".join(f"{scheme}://…" for scheme in schemes)
    try:
        parts = urlsplit(value)
        port_ok = parts.port is None or parts.port > 0
    except ValueError:
        raise WrongSetting(f"{name} is not a URL; expected {expected}") from None
    needs_host = parts.scheme in ("smtp", "smtp+starttls", "smtps", "http", "https")
    if parts.scheme not in schemes or not port_ok or (needs_host and not parts.hostname):
        given = f"starts with {parts.scheme}:" if parts.scheme else "is not a URL"
        raise WrongSetting(f"{name} {given}; expected {expected}")


def _check_base(url: str) -> None:
    """What every link in a mail begins with, and the host in every Message-ID."""
    _check_url("SAGSGANG_BASE_URL", url, ("http", "https"))
    parts = urlsplit(url)
    plain = url.isascii() and url.isprintable() and " " not in url and "@" not in parts.netloc
    if not plain or "?" in url or "#" in url:
        raise WrongSetting(f"SAGSGANG_BASE_URL is {url!r}; expected the desk's address, e.g. https://desk.example.org")


def _is_json(env: Mapping[str, str]) -> bool:
    given = env.get("SAGSGANG_LOG") or "text"
    if given not in ("text", "json"):
        raise WrongSetting(f"SAGSGANG_LOG is {given!r}; expected text or json")
    return given == "json"


def _networks(env: Mapping[str, str], name: str, expected: str) -> tuple[Network, ...]:
    try:
        return tuple(ip_network(part.strip()) for part in env.get(name, "").split(",") if part.strip())
    except ValueError as error:
        raise WrongSetting(f"{name}: {error}; expected {expected}, e.g. 127.0.0.1 or 10.0.0.0/24") from None


def _days(env: Mapping[str, str], name: str, default: int) -> int:
    given = env.get(name) or str(default)
    if not (given.isascii() and given.isdecimal() and len(given) <= 4 and int(given)):
        raise WrongSetting(f"{name} is {given!r}; expected a whole number of days, 1 to 9999")
    return int(given)


def _metrics_token(env: Mapping[str, str]) -> str:
    """What it is must not be shown: it lets in."""
    given = env.get("SAGSGANG_METRICS_TOKEN", "")
    if given and (len(given) < 32 or len(set(given)) < 10):
        raise WrongSetting("SAGSGANG_METRICS_TOKEN is too easy to guess; expected at least 32 random characters")
    if not given.isascii() or not given.isprintable() or " " in given:
        raise WrongSetting("SAGSGANG_METRICS_TOKEN does not fit into a header; expected letters, digits and signs")
    return given


def _is_address(text: str) -> bool:
    try:
        address = Address(addr_spec=text)
    except (MessageError, ValueError, IndexError):
        return False
    return bool(address.username and address.domain) and text.isascii() and not set(text) & set("\r\n <>,")


def _check_smtp(url: str) -> None:
    """What it is must not be shown: there may be a password in it."""
    _check_url("SAGSGANG_SMTP_URL", url, ("smtp", "smtp+starttls", "smtps"))
    parts = urlsplit(url)
    if bool(parts.username) != bool(parts.password):
        raise WrongSetting("SAGSGANG_SMTP_URL has half a sign-in; expected smtps://name:password@host")
    if parts.path not in ("", "/") or parts.query or parts.fragment:
        raise WrongSetting("SAGSGANG_SMTP_URL goes on after the host; expected smtp://host:port (/ ? # as %2F %3F %23)")


def _make(data_dir: Path) -> None:
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=data_dir):
            pass
    except OSError as error:
        raise WrongSetting(f"SAGSGANG_DATA_DIR is {data_dir}; expected a writable folder ({error.strerror})") from None


def _secret(env: Mapping[str, str], data_dir: Path) -> str:
    """The key that signs sessions: given, or made once and kept in the data folder."""
    given = env.get("SAGSGANG_SECRET_KEY", "")
    if given:
        if len(given) < 32 or len(set(given)) < 10:
            raise WrongSetting("SAGSGANG_SECRET_KEY is too easy to guess; expected at least 32 random characters")
        return given
    kept = data_dir / "secret_key"
    if not kept.exists():
        _keep_first(kept, secrets.token_urlsafe(48))
    key = kept.read_text(encoding="ascii", errors="replace").strip()
    if len(key) < 32:
        raise WrongSetting(f"{kept} holds no key of 32 characters; remove the file, and a new one is made")
    return key


def _keep_first(file: Path, text: str) -> None:
    """The file whole or not at all; of two processes that make it at once, the first one's."""
    with tempfile.NamedTemporaryFile("w", dir=file.parent, encoding="ascii") as part, suppress(FileExistsError):
        part.write(text)
        part.flush()
        os.fsync(part.fileno())
        os.link(part.name, file)
