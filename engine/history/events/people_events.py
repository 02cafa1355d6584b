"""What can happen to those who work here, whom they help, and their teams. The new values are `changes`."""

from dataclasses import dataclass

from engine.history.shape import Part, Recorded, kept


@dataclass(frozen=True, kw_only=True)
class OfAgent(Recorded):
    """`memberships` are [[team, is dispatcher, is lead]], `muted` the kinds of notices that are switched off."""

    private_columns = frozenset({"name", "username", "email"})


@dataclass(frozen=True, kw_only=True)
class AgentAdded(OfAgent):
    """An account is there."""


@dataclass(frozen=True, kw_only=True)
class AgentChanged(OfAgent):
    """What somebody is called, where they belong, what they may, and what they want to hear."""


@dataclass(frozen=True, kw_only=True)
class AgentLeft(OfAgent):
    """The account is closed."""


@dataclass(frozen=True, kw_only=True)
class AgentBack(OfAgent):
    """The account is open again."""


@dataclass(frozen=True, kw_only=True)
class PasswordSet(OfAgent):
    """There is a new password; `kept` is what the account's row keeps of it."""

    kept: str | None = kept(Part.ELSEWHERE, default=None)


@dataclass(frozen=True, kw_only=True)
class SignedIn(OfAgent):
    """Somebody gave the account's password."""


@dataclass(frozen=True, kw_only=True)
class SignInFailed(OfAgent):
    """Wrong passwords were given for the account: `count` of them before the right one, told with it."""

    count: int


@dataclass(frozen=True, kw_only=True)
class OfCustomer(Recorded):
    private_columns = frozenset({"name", "email", "phone", "department"})


@dataclass(frozen=True, kw_only=True)
class CustomerAdded(OfCustomer):
    """Somebody can be helped."""


@dataclass(frozen=True, kw_only=True)
class CustomerChanged(OfCustomer):
    """What is known of them is corrected."""


@dataclass(frozen=True, kw_only=True)
class CustomerMerged(OfCustomer):
    """They are read as another customer, or as themselves again."""


@dataclass(frozen=True, kw_only=True)
class TeamAdded(Recorded):
    """A team is there."""


@dataclass(frozen=True, kw_only=True)
class TeamChanged(Recorded):
    """What it is called, whether it receives work, and what it wants to hear (`muted`)."""


@dataclass(frozen=True, kw_only=True)
class DemandsSet(Recorded):
    """What the team asks of descriptions (A-34)."""
