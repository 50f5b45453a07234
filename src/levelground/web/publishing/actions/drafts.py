"""How a draft comes to be, and how one goes that nobody needs."""

from __future__ import annotations

from contextlib import suppress

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from levelground.change_package.beginnings import new_text, overlay_text
from levelground.change_package.edit import head_edited
from levelground.change_package.read import read_text
from levelground.change_package.reading import Reading
from levelground.documents import splice
from levelground.errors import ChangePackageInvalid, Finding, Place, Severity
from levelground.web.people.actions import audit
from levelground.web.people.models import Organisation, User
from levelground.web.publishing.actions import consultations, texts
from levelground.web.publishing.conflicts import NotADraft, NotReady
from levelground.web.publishing.models import Comment, Edit, HeldPackage, PackageVersion, StoredText, VersionState
from levelground.web.publishing.package_ids import highest, id_refused, nearest_own_id, newer, raised
from levelground.web.publishing.queries import drafts, readings
from levelground.web.publishing.queries.published import Published


@transaction.atomic
def start(*, organisation: Organisation, package_id: str, title: str, by: User) -> PackageVersion:
    """A draft from the template: everything still to write.

    Raises
    ------
    ChangePackageInvalid
        An id that the organisation may not have, or has used already.
    """
    _require_id(package_id, organisation)
    return _begun(organisation, package_id, new_text(package_id, title).encode("utf-8"), by=by, reason="A new change package.")


@transaction.atomic
def adapt(*, organisation: Organisation, base: Published, package_id: str, title: str, by: User) -> PackageVersion:
    """A draft that adapts a published version and changes nothing of it yet. Raises as `start` does."""
    _require_id(package_id, organisation)
    data = overlay_text(base.reading(), package_id, title).encode("utf-8")
    return _begun(organisation, package_id, data, by=by, reason=f"An adaptation of {base.name}.")


@transaction.atomic
def import_text(*, organisation: Organisation, data: bytes, file_name: str, by: User, own_id: bool = False) -> PackageVersion:
    """A draft from a file. With `own_id` the file is given an id of the organisation, and nothing else in it changes.

    Raises
    ------
    ChangePackageUnreadable, ChangePackageInvalid
        Not a change package, or one with an id or a version that the organisation cannot bring in; every finding.
    """
    reading = read_text(data, file_name, readings.bases_of(data))
    if own_id:
        data = with_id(reading, nearest_own_id(reading.change_package.id, organisation.slug))
        reading = read_text(data, file_name, readings.bases_of(data))
    refused = id_refused(reading.change_package.id, organisation.slug, place_in_head(reading, "id"))
    if refused is not None:
        raise ChangePackageInvalid(f"{file_name} was not brought in", [refused])
    _require_newer(reading, organisation)
    return _begun(organisation, reading.change_package.id, data, by=by, reason="Brought in from a file.", kind="import")


@transaction.atomic
def new_version(*, package: HeldPackage, by: User) -> PackageVersion:
    """A draft of the next version: the text that was published last, with a higher number.

    Raises
    ------
    NotReady
        Nothing of it has been published yet.
    ChangePackageInvalid
        There is an open version already.
    """
    last = PackageVersion.objects.filter(package=package, state__in=readings.PUBLIC).order_by("-published_at", "-pk").first()
    if last is None:
        raise NotReady("There is no published version to go on from.")
    number = raised(highest(_numbers(package)) or last.number)
    data = texts.own_bytes(head_edited(readings.reading_of(last), {"version": number}))
    reason = f"The next version after {last.number}."
    return _begun(package.organisation, package.package_id, data, by=by, reason=reason)


@transaction.atomic
def delete(*, draft: PackageVersion, by: User) -> None:
    """Take a draft away with its history: the one thing here that cannot be undone.

    Raises
    ------
    NotADraft
        It is not a draft (any more).
    NotReady
        People have commented on it, or a decision changed it: what they said is not thrown away.
    """
    version = locked(draft)
    if Comment.objects.filter(version=version, consultation__isnull=False).exists():
        raise NotReady("People have commented on this draft, so it is kept. Answer them, and publish it or leave it as it is.")
    package, digests = version.package, _digests(version)
    pk = version.pk
    Edit.objects.filter(version=version).update(undoes=None)  # an edit protects the one that it undid
    try:
        version.delete()
    except ProtectedError:
        raise NotReady("A decision that people took part in changed this draft, so it is kept. Publish it or leave it as it is.") from None
    if not PackageVersion.objects.filter(package=package).exists():
        with suppress(ProtectedError):  # people are at work on what it is to become
            package.delete()
    for digest in digests:
        with suppress(ProtectedError):  # another version has the same text
            StoredText.objects.filter(pk=digest).delete()
    audit.record(by=by, action="publishing.delete_draft", subject=f"version:{pk}", organisation=version.package.organisation)


def locked(draft: PackageVersion) -> PackageVersion:
    """The version as it is now, kept from everybody else until the transaction ends.

    Raises
    ------
    NotADraft
        Its text cannot be changed now, or it was deleted.
    """
    rows = PackageVersion.objects.select_for_update(of=("self",)).select_related("package__organisation")
    version = rows.filter(pk=draft.pk).first()
    if version is None:
        raise NotADraft("This draft has been deleted.")
    consultations.settle(version)
    if version.state != VersionState.DRAFT:
        said = VersionState(version.state).label.lower()
        raise NotADraft(f"This version is {said} now, so its text cannot be changed.")
    return version


def with_id(reading: Reading, package_id: str) -> bytes:
    """The bytes of a file with another id in its head; every other line stays."""
    own = reading.document if reading.overlay is None else reading.overlay.document
    return splice.spliced(own, [splice.Replaced(("id",), package_id)]).text.encode("utf-8")


def place_in_head(reading: Reading, key: str) -> Place:
    """Where a value of the head stands in the file that a person holds."""
    own = reading.document if reading.overlay is None else reading.overlay.document
    return own.place((key,))


def require_newer(reading: Reading, package: HeldPackage) -> None:
    """Refuse a text whose version is not above all that was published.

    Raises
    ------
    ChangePackageInvalid
        With one finding, at the version's line.
    """
    number, last = reading.change_package.version, highest(_numbers(package))
    if last is not None and not newer(number, last):
        message = f"the version must be above {last}, which is published; it is {number}."
        step = f"Give it the version {raised(last)}."
        finding = Finding(Severity.ERROR, "version-not-newer", message, place_in_head(reading, "version"), next_step=step)
        raise ChangePackageInvalid(f"{reading.name} was not brought in", [finding])


def _require_newer(reading: Reading, organisation: Organisation) -> None:
    package = HeldPackage.objects.filter(package_id=reading.change_package.id, organisation=organisation).first()
    if package is not None:
        require_newer(reading, package)


def _require_id(package_id: str, organisation: Organisation) -> None:
    refused = id_refused(package_id, organisation.slug)
    if refused is not None:
        raise ChangePackageInvalid("the draft was not started", [refused])
    published = HeldPackage.objects.filter(package_id=package_id, versions__state__in=readings.PUBLIC).exists()
    if published:
        step = "Start a new version of it from the list of drafts, or give this one another id."
        raise _taken(f"`{package_id}` is published already.", step)


def _begun(organisation: Organisation, package_id: str, data: bytes, *, by: User, reason: str, kind: str = "begun") -> PackageVersion:
    package = _held(organisation, package_id)
    version = PackageVersion(package=package, created_by=by)
    try:
        with transaction.atomic():
            edit = texts.put(version, data, by=by, number=0, kind=kind, reason=reason)
    except IntegrityError:
        raise _taken(f"there is an open draft of `{package_id}` already.", "Open that draft, or replace its text.") from None
    audit.record(
        by=by, action="publishing.begin_draft", subject=f"version:{version.pk}", organisation=organisation, kind=kind, text=edit.after_id
    )
    return version


def _held(organisation: Organisation, package_id: str) -> HeldPackage:
    package, _ = HeldPackage.objects.get_or_create(package_id=package_id, defaults={"organisation": organisation})
    if package.organisation_id != organisation.pk:
        raise _taken(f"`{package_id}` cannot be used.", "Give it another id.")
    if drafts.open_version_of(package) is not None:
        raise _taken(f"there is an open draft of `{package_id}` already.", "Open that draft, or replace its text.")
    return package


def _taken(message: str, step: str) -> ChangePackageInvalid:
    return ChangePackageInvalid("the draft was not started", [Finding(Severity.ERROR, "id-taken", message, next_step=step)])


def _numbers(package: HeldPackage) -> tuple[str, ...]:
    rows = PackageVersion.objects.filter(package=package, state__in=readings.PUBLIC)
    return tuple(rows.values_list("number", flat=True))


def _digests(version: PackageVersion) -> set[str]:
    found = {version.text_id}
    for edit in Edit.objects.filter(version=version).values_list("before_id", "after_id"):
        found.update(filter(None, edit))
    return found
