"""Processes: their versions with diagrams, and the way of a changed diagram into operation: upload, check, deploy."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

import engine
from engine import Definition, Preview
from engine.errors import ChangedMeanwhile, DeskError, Invalid, NotDeployable, NotFound
from web.access import OWNERS, is_among, lets_in, names_of
from web.forms import NOTHING, Said, drafts, said_of
from web.frame.errors import status_of
from web.frame.request_context import desk, me
from web.processes import guide, uploaded_diagrams
from web.processes.diagrams import file_of
from web.processes.uploaded_diagrams import UploadedDiagram
from web.wording import words
from web.wording.language import gettext as _

MOST_TOLD = 100  # problems on one page: nobody mends more at a time

blueprint = Blueprint("processes", __name__, url_prefix="/processer")


@blueprint.get("/")
def index() -> str:
    return _index_page()


@blueprint.get("/vejledning-til-diagrammer")  # no process has a hyphen in its id
def guidance() -> str:
    """What a diagram may say, for whoever draws one."""
    return render_template("processes/guide.html", guide=guide.as_html())


@blueprint.get("/<key>")
def show(key: str) -> str:
    """One process: the diagram of its newest version, or of the one in the address."""
    return _process_page(key, request.args.get("version", ""))


@blueprint.get("/<key>/<int:version>.bpmn")
def download(key: str, version: int) -> Response:
    """The file as it was deployed, carrying its version."""
    found = _version(engine.versions(desk(), key), str(version))
    return file_of(engine.download_of(desk(), found), name=f"{key}-{version}.bpmn")


@blueprint.post("/upload")
def upload() -> Redirect | tuple[str, int]:
    """Checks a file and keeps it, so that it can be deployed without being sent again."""
    file = request.files.get("diagram")
    content, name = (file.read(), file.filename or "") if file else (b"", "")
    if not content:
        return _nothing_uploaded(name), 422
    preview = engine.preview(desk(), content)
    if len(content) > uploaded_diagrams.MAX_BYTES:
        return _draft_page(None, preview, file=uploaded_diagrams.called(name)), 422
    kept = uploaded_diagrams.keep(content, file=name, key=preview.diagram.key if preview.diagram else "")
    return redirect(url_for("processes.draft", token=kept.token, af=request.form.get("of") or None))


@blueprint.get("/upload")
def uploaded() -> Redirect:
    """For whoever reloads after a refusal."""
    return redirect(url_for("processes.index"))


@blueprint.get("/kladde/<token>")
def draft(token: str) -> str:
    found = uploaded_diagrams.get(token)
    said = said_of(drafts.find(url_for("processes.deploy", token=token)))
    return _draft_page(found, engine.preview(desk(), uploaded_diagrams.content_of(token)), said)


@blueprint.get("/kladde/<token>/diagram.bpmn")
def draft_content(token: str) -> Response:
    return file_of(uploaded_diagrams.content_of(token))


@blueprint.post("/kladde/<token>")
def deploy(token: str) -> Redirect | tuple[str, int]:
    found, content = uploaded_diagrams.get(token), uploaded_diagrams.content_of(token)
    note = request.form.get("note", "").strip()
    seen = request.form.get("seen-version", "")
    try:
        number = int(seen) if seen.isdecimal() and len(seen) < 9 else None
        deployed = engine.deploy(desk(), content, by=me().id, note=note, seen_version=number)
    except (Invalid, NotDeployable, ChangedMeanwhile) as error:
        typed, _unkept, kept = drafts.keep_refused(request.form)
        said = Said("note", typed, draft=kept)
        return _draft_page(found, engine.preview(desk(), content), said, error), status_of(error)
    uploaded_diagrams.drop(token)
    drafts.discard_sent()
    flash(_("%(name)s er sat i drift som version %(n)s.", name=deployed.name or deployed.key, n=deployed.version))
    return redirect(url_for("processes.show", key=deployed.key))


@blueprint.post("/kladde/<token>/kasser")
def discard(token: str) -> Redirect:
    uploaded_diagrams.drop(token)
    flash(_("Det uploadede diagram er kasseret. Intet er sat i drift."))
    return redirect(url_for("processes.index"))


def _draft_page(
    found: UploadedDiagram | None,
    preview: Preview,
    said: Said = NOTHING,
    wrong: DeskError | None = None,
    *,
    file: str = "",
    upload_problem: str = "",
) -> str:
    """What the check says; `file` is the name of one that was not kept."""
    there = {process.newest.key: process for process in engine.processes(desk())}
    asked = there.get(request.args.get("af", ""))
    routed = {key for key, process in there.items() if process.routes}
    return render_template(
        "processes/draft.html",
        asked=asked.newest if asked else None,  # from whose page the file was uploaded
        uploaded=found,
        file=found.file if found else file,
        upload_problem=upload_problem,
        preview=preview,
        said=said,
        most=MOST_TOLD,
        wrong=wrong.problems if isinstance(wrong, Invalid) else {},
        changed=wrong if isinstance(wrong, ChangedMeanwhile) else None,
        routed=preview.diagram is not None and preview.diagram.key in routed,
        type_of=engine.type_of,
        worded=engine.worded,
        **_marks(preview),
    )


def _marks(preview: Preview) -> dict[str, dict[str, str]]:
    """What the diagram shows of the problems, by element: how bad, which rows of the table, and their sentences."""
    markers: dict[str, str] = {}
    rows: dict[str, str] = {}
    hints: dict[str, str] = {}
    for number, problem in enumerate(preview.problems[:MOST_TOLD], start=1):
        if element := problem.element:
            if markers.get(element) != "error":
                markers[element] = problem.severity
            rows[element] = f"{rows[element]}, {number}" if element in rows else str(number)
            said = words.tell(problem.sentence)
            hints[element] = f"{hints[element]}\n{said}" if element in hints else said
    return {"markers": markers, "rows": rows, "hints": hints}


def _nothing_uploaded(name: str) -> str:
    """The page that the form stands on, with what is missing: an upload's, a process's, or the list."""
    problem = _("Filen er tom. Vælg den .bpmn-fil, som dit tegneprogram har gemt.") if name else ""
    problem = problem or _("Vælg en .bpmn-fil, før du uploader.")
    try:
        if token := request.form.get("uploaded"):
            preview = engine.preview(desk(), uploaded_diagrams.content_of(token))
            return _draft_page(uploaded_diagrams.get(token), preview, upload_problem=problem)
        if key := request.form.get("of"):
            return _process_page(key, upload_problem=problem)
    except NotFound:  # it has gone meanwhile
        pass
    return _index_page(problem)


def _index_page(upload_problem: str = "") -> str:
    processes = engine.processes(desk())
    return render_template(
        "processes/index.html",
        processes=processes,
        uploads=_my_uploads(),
        names={process.newest.key: process.newest.name for process in processes},
        upload_problem=upload_problem,
        **_owning(),
    )


def _process_page(key: str, version: str = "", upload_problem: str = "") -> str:
    found = engine.versions(desk(), key)
    shown = _version(found, version)
    process = next(p for p in engine.processes(desk()) if p.newest.key == key)
    return render_template(
        "processes/show.html",
        process=process,
        versions=found,
        shown=shown,
        diagram=engine.diagram_of(desk(), shown.id),
        differences=engine.changes_in(desk(), shown),
        before=next((one for one in found if one.version < shown.version), None),
        type_of=engine.type_of,
        worded=engine.worded,
        counts=engine.count_instances(desk(), key),
        may_audit=lets_in("audit.index", me()),
        uploads=[one for one in _my_uploads() if one.key == key],
        names={key: process.newest.name},
        upload_problem=upload_problem,
        **_owning(),
    )


def _my_uploads() -> tuple[UploadedDiagram, ...]:
    return uploaded_diagrams.mine() if is_among(me(), OWNERS) else ()


def _owning() -> dict[str, object]:
    """Whether I deploy, and who does if I do not."""
    return {"may_deploy": is_among(me(), OWNERS), "owners": names_of(OWNERS)}


def _version(found: tuple[Definition, ...], text: str) -> Definition:
    """The version of that number, the newest without one; raises NotFound."""
    if not text:
        return found[0]
    for one in found:
        if str(one.version) == text:
            return one
    raise NotFound("Versionen findes ikke.")
