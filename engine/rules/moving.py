"""Rules of what moves an item: to another team, another department, an agent, or back with a question."""

from engine.errors import Caution, Refused
from engine.model.items import Kind
from engine.rules.moments import Act, Dispatching, Moving, PassingOn, Reopening, SendingBack
from engine.rules.registry import Verdict, rule
from engine.rules.who import agent_name, names
from engine.sentences import say
from engine.texts.lines import tidy


@rule("R113", Moving, PassingOn)
def a_move_is_described(act: Act) -> Verdict:
    """D-12 as well: an internal comment goes with every move to another team."""
    if tidy(act.comment) or act.asking:
        return None
    return Refused("R113", "Beskriv grundigt i en intern kommentar, hvorfor den overdrages.", field="comment")


@rule("D-12", Moving)
def a_move_stays_in_the_department(act: Moving) -> Verdict:
    if act.asking:
        return None
    team = act.after.directory.teams[act.after.item.team_id]
    if team.id == act.before.item.team_id:
        sentence = say("Den ligger allerede hos %(team)s. Vælg et andet hovedteam.", team=team.name)
        return Refused("D-12", sentence, field="team")
    if team.is_main and team.department == act.before.department:
        return None
    return Refused(
        "D-12",
        say("%(team)s er ikke et hovedteam i den afdeling, der har den. Opret en opgave i stedet.", team=team.name),
        field="team",
    )


@rule("D-03", PassingOn)
def passing_on_leaves_the_department(act: PassingOn) -> Verdict:
    if act.asking:
        return None
    team = act.after.directory.teams[act.after.item.team_id]
    if team.is_main and team.department != act.before.department:
        return None
    return Refused("D-03", say("%(team)s er ikke et hovedteam i en anden afdeling.", team=team.name), field="team")


@rule("R109", Dispatching, Moving, Reopening)
def an_agent_belongs_to_the_team(act: Act) -> Verdict:
    """R044, D-13: work goes to a team, and to an agent only of that team."""
    agent_id = act.after.chosen_agent_id
    if act.asking or agent_id is None:
        return None
    agent = act.after.directory.active(agent_id)
    team_id = act.before.item.team_id if isinstance(act, Dispatching) else act.after.item.team_id
    if agent and team_id in agent.teams:
        return None
    team = act.after.directory.teams[team_id]
    name = agent_name(act.after.directory, agent_id)
    return Refused(
        "R109",
        say("%(name)s er ikke agent i %(team)s.", name=name, team=team.name),
        who=names(act.after.directory, act.after.directory.members(team_id)),
        field="agent",
    )


@rule("R045", Moving)
def a_direct_agent_of_a_moved_task_is_agreed(act: Moving) -> Verdict:
    return _agreed(act, Kind.TASK, "R045")


@rule("R110", Moving)
def a_direct_agent_of_a_moved_case_is_agreed(act: Moving) -> Verdict:
    return _agreed(act, Kind.CASE, "R110")


def _agreed(act: Moving, kind: Kind, number: str) -> Verdict:
    """D-12: a move may name an agent, when that is agreed; who it is agreed with goes into the history."""
    if act.asking or act.before.item.kind != kind or act.after.item.agreed_agent_id in (None, act.before.actor_id):
        return None
    sentence = "Vælg altid et team, medmindre det er aftalt direkte med agenten. Skriv, hvad der er aftalt."
    return Caution(number, sentence, field="agent")


@rule("R062", SendingBack)
def sending_back_says_what_is_needed(act: SendingBack) -> Verdict:
    if tidy(act.comment) or act.asking:
        return None
    return Refused("R062", "Skriv en intern kommentar om, hvad du mangler, før du sender retur.", field="comment")


@rule("R063", SendingBack)
def sending_back_to_someone_else(act: SendingBack) -> Verdict:
    if act.asking:
        return None
    receiver = act.after.directory.able(act.after.item.receiver_id)
    if receiver and receiver.id != act.after.item.sender_id:
        return None
    return Refused("R063", "Vælg den aktive agent, du skal kommunikere med; det kan ikke være dig selv.", field="agent")
