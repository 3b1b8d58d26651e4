"""Django admin: one organisation at a time."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.test import Client as Browser
from django.urls import reverse
from django.utils import timezone

from accounts.actions.clients import create_client
from accounts.actions.members import add_member, bind_to_clients
from accounts.actions.support import open_support_session
from accounts.actions.tokens import create_token
from accounts.admin.base import TenantAdmin
from accounts.admin.platform import PlatformAdmin
from accounts.models import Client, Event, Role, SupportSession, Token, User
from accounts.refusals import Refused
from accounts.tenancy.checks import OUR_APPS
from accounts.tenancy.models import TenantModel
from annotation.models import Assignment, Item, Project
from config.tests.places import make_places
from config.tests.work import make_items, make_project
from config.tests.world import CANARY, NOW, make_world, person

CHOOSE = "/admin/organisation/"
TENANT = [model for model, page in admin.site._registry.items() if isinstance(page, TenantAdmin)]
PLATFORM = [model for model, page in admin.site._registry.items() if isinstance(page, PlatformAdmin)]
NOT_IN_THE_ADMIN = {
    "accounts.MemberClient": "stands on its member's page",
    "accounts.IdempotentReply": "answers kept for repeated requests, of which nobody should read another's",
    "annotation.ProjectPerson": "stands on its project's page",
    "annotation.Revision": "stands on its annotation's page",
    "annotation.ItemText": "the words that an item is found by, which its page shows",
    "annotation.ItemFacts": "what an item is found by too, which its annotations say",
    "annotation.Tally": "changes of counts, which mean something only as sums",
    "annotation.Count": "changes of counts too",
    "annotation.Counted": "what an item counts for, which its annotations say",
    "annotation.AnswersSeen": "who has read what, which their answers say (`aided`)",
    "annotation.Habits": "numbers that mean something only together, learnt again every few minutes",
    "annotation.KeptFigures": "figures as the pages show them, to each reader without the names they may not know",
    "exports.ExportChunk": "the inside of an export",
    "exports.ReleaseComment": "what was said of a release, which stands with it",
}


def name(model) -> str:
    return f"{model._meta.app_label}_{model._meta.model_name}"


def listing(model) -> str:
    return reverse(f"admin:{name(model)}_changelist")


def detail(row, view: str = "change") -> str:
    return reverse(f"admin:{name(row)}_{view}", args=[row.pk])


def signed_in(user) -> Browser:
    browser = Browser()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def shown(browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, (path, answer.status_code, answer.headers.get("Location"))
    return answer.content.decode()


def rows_of(model, world) -> list:
    with world.scope():
        return list(model._default_manager.all())


@pytest.fixture
def worlds(acme, globex):
    """One of everything in acme; in globex things that carry the canary."""
    make_places(acme, globex)
    with globex.scope():
        project = make_project(globex, mark=f"{CANARY} ")
        make_items(project, 2, globex.manager)
    return acme, globex


@pytest.fixture
def root(db) -> User:
    return User.objects.create_superuser("rita@concord.example", name="Rita Root")


def enter(browser, world, *, reason="Ticket 7", minutes=30):
    body = {"organisation": str(world.organisation.pk), "reason": reason, "minutes": minutes}
    return browser.post(CHOOSE, body)


# Who gets in


def test_every_model_is_in_the_admin_or_left_out_with_a_reason():
    ours = {model._meta.label for app in OUR_APPS for model in apps.get_app_config(app).get_models()}
    registered = {model._meta.label for model in admin.site._registry}
    assert ours - registered == set(NOT_IN_THE_ADMIN)


def test_every_page_of_tenant_rows_is_a_tenant_page():
    for model, page in admin.site._registry.items():
        tenant = issubclass(model, TenantModel) or model._meta.label == "accounts.Organisation"
        assert isinstance(page, TenantAdmin if tenant else PlatformAdmin), model


def test_strangers_sign_in_on_the_products_own_page(db):
    answer = Browser().get("/admin/accounts/client/", follow=True)
    assert answer.redirect_chain[-1][0] == "/accounts/login/?next=%2Fadmin%2Faccounts%2Fclient%2F"
    assert Browser().post("/admin/login/", {"username": "x", "password": "y"}).status_code == 302


@pytest.mark.parametrize("role", ["reviewer", "ann", "client"])
def test_whoever_is_neither_owner_nor_manager_stays_out(acme, globex, role):
    browser = signed_in(acme.members[role].user)
    for path in ("/admin/", CHOOSE, listing(Client)):
        assert browser.get(path, follow=True).status_code == 403


def test_is_staff_alone_opens_nothing(db):
    staff = person("staff@concord.example")
    staff.is_staff = True
    staff.save()
    assert signed_in(staff).get("/admin/", follow=True).status_code == 403


# One organisation


@pytest.mark.parametrize("role", ["owner", "manager"])
def test_owners_and_managers_see_their_own_organisation_on_every_page(worlds, role):
    acme, _ = worlds
    browser = signed_in(acme.members[role].user)
    pages = ["/admin/", CHOOSE]
    for model in TENANT:
        pages.append(listing(model))
        pages += [path for row in rows_of(model, acme)[:2] for path in (detail(row), detail(row, "history"))]
    assert len(pages) > 30
    for page in pages:
        assert CANARY not in shown(browser, page), page
    assert "Helpfulness" in shown(browser, listing(Project))


@pytest.mark.django_db(transaction=True)
def test_pages_are_rendered_while_the_database_still_shows_the_organisations_rows():
    acme = make_world("acme")
    browser = signed_in(acme.owner.user)
    assert "client.created" in shown(browser, "/admin/")
    assert "Umbrella" in shown(browser, listing(Client))
    assert "client.created" in shown(browser, detail(acme.clients[0], "history"))


def test_rows_of_another_organisation_cannot_be_had_by_their_id(worlds):
    acme, globex = worlds
    browser = signed_in(acme.owner.user)
    for model in TENANT:
        for row in rows_of(model, globex)[:1]:
            for view in ("change", "history", "delete"):
                answer = browser.get(detail(row, view))
                assert answer.status_code in {302, 403}, (model, view)
                assert CANARY not in answer.content.decode()
    project = rows_of(Project, globex)[0]
    browser.post(detail(project), {"name": "mine", "state": "paused", "lease_minutes": 5})
    assert rows_of(Project, globex)[0].name == project.name


def test_searching_finds_nothing_of_another_organisation(worlds):
    acme, _ = worlds
    browser = signed_in(acme.owner.user)
    for model in TENANT:
        assert CANARY not in shown(browser, f"{listing(model)}?q=GLOBEX")


def test_a_manager_of_two_organisations_chooses_and_may_change_the_choice(worlds):
    acme, globex = worlds
    with globex.scope():
        add_member(user=acme.manager.user, role=Role.MANAGER, by=globex.owner, at=NOW)
    browser = signed_in(acme.manager.user)
    assert browser.get("/admin/").headers["Location"] == CHOOSE
    assert browser.get(listing(Client)).status_code == 403
    for world, own, other in ((acme, "Umbrella", CANARY), (globex, CANARY, ">Umbrella<")):
        browser.post(CHOOSE, {"organisation": str(world.organisation.pk)})
        page = shown(browser, listing(Client))
        assert own in page
        assert other not in page


def test_nobody_chooses_an_organisation_that_is_not_theirs(worlds):
    acme, globex = worlds
    browser = signed_in(acme.manager.user)
    for body in ({}, {"reason": "x", "minutes": 5}):
        browser.post(CHOOSE, {"organisation": str(globex.organisation.pk), **body})
        assert CANARY not in shown(browser, listing(Client))
    assert not rows_of(SupportSession, globex)


def test_who_is_demoted_is_out_at_once(worlds):
    acme, _ = worlds
    browser = signed_in(acme.manager.user)
    shown(browser, listing(Client))
    with acme.scope():
        type(acme.manager).objects.filter(pk=acme.manager.pk).update(role=Role.ANNOTATOR)
    assert browser.get(listing(Client), follow=True).status_code == 403


def test_the_wall_between_clients_holds_here_too(worlds):
    acme, _ = worlds
    initech = acme.clients[1]
    with acme.scope():
        bind_to_clients(acme.manager, [initech.pk])
        Token.objects.create(name="owners-token", member=acme.owner, secret_hash=b"1", created_at=NOW, expires_at=NOW)
    browser = signed_in(acme.manager.user)
    assert "Umbrella" not in "".join(shown(browser, listing(model)) for model in (Client, Project, Event))
    for model in (Project, Item):
        assert browser.get(detail(rows_of(model, acme)[0])).status_code == 302
    assert "client@acme.example" not in shown(browser, listing(type(acme.client)))
    assert "owners-token" not in shown(browser, listing(Token))


# Support sessions


def test_without_a_support_session_a_superuser_sees_no_tenant_row(worlds, root):
    browser = signed_in(root)
    index = shown(browser, "/admin/")
    assert "support session" in index
    assert "Helpfulness" not in index
    for model in TENANT:
        assert browser.get(listing(model)).status_code == 403
        for row in rows_of(model, worlds[0])[:1]:
            for view in ("change", "history", "delete"):
                assert browser.get(detail(row, view)).status_code in {302, 403}
        request = type("Request", (), {"user": root})()
        assert admin.site._registry[model].get_queryset(request).count() == 0


def test_a_support_session_shows_one_organisation_and_is_in_its_audit_trail(worlds, root):
    acme, globex = worlds
    browser = signed_in(root)
    assert enter(browser, acme, reason="Ticket 7: import hangs").headers["Location"] == "/admin/"
    for model in TENANT:
        assert CANARY not in shown(browser, listing(model))
    assert "Helpfulness" in shown(browser, listing(Project))
    (session,) = rows_of(SupportSession, acme)
    assert session.user_id == root.pk
    assert session.ends_at - session.started_at == timedelta(minutes=30)
    with acme.scope():
        event = Event.objects.get(kind="support.opened")
        assert event.actor_name == "Rita Root (platform support)"
        assert event.data["reason"] == "Ticket 7: import hangs"
    assert not rows_of(SupportSession, globex)
    assert "Ticket 7" in shown(signed_in(acme.owner.user), listing(SupportSession))


@pytest.mark.parametrize(
    ("reason", "minutes"), [("", 30), ("   ", 30), ("x", 0), ("x", 61), ("x", "x"), ("x" * 501, 5)]
)
def test_a_support_session_needs_a_reason_and_lasts_an_hour_at_most(acme, root, reason, minutes):
    browser = signed_in(root)
    assert enter(browser, acme, reason=reason, minutes=minutes).status_code == 200
    assert browser.get(listing(Client)).status_code == 403
    assert not rows_of(SupportSession, acme)


def test_a_support_session_ends_with_its_time(worlds, root):
    acme, _ = worlds
    browser = signed_in(root)
    old = open_support_session(
        organisation_id=acme.organisation.pk,
        user=root,
        reason="x",
        minutes=60,
        at=timezone.now() - timedelta(minutes=60, seconds=1),
    )
    session = browser.session
    session["admin_place"] = {"organisation": str(acme.organisation.pk), "support": str(old.pk)}
    session.save()
    assert browser.get(listing(Client)).status_code == 403


def test_a_support_session_is_for_the_superuser_who_opened_it(worlds, root):
    acme, _ = worlds
    session = open_support_session(
        organisation_id=acme.organisation.pk, user=root, reason="x", minutes=60, at=timezone.now()
    )
    other = User.objects.create_superuser("other@concord.example")
    for user, status in ((other, 403), (worlds[1].owner.user, 403), (root, 200)):
        browser = signed_in(user)
        stored = browser.session
        stored["admin_place"] = {"organisation": str(acme.organisation.pk), "support": str(session.pk)}
        stored.save()
        assert browser.get(listing(Client), follow=True).status_code == status
    with pytest.raises(Refused):
        open_support_session(
            organisation_id=acme.organisation.pk, user=acme.owner.user, reason="x", minutes=5, at=timezone.now()
        )


def test_in_a_support_session_nothing_is_changed(worlds, root):
    acme, _ = worlds
    browser = signed_in(root)
    enter(browser, acme)
    before = rows_of(Project, acme)[0]
    assert browser.post(detail(before), {"name": "mine", "state": "paused", "lease_minutes": 5}).status_code == 403
    for model in TENANT:
        assert browser.post(reverse(f"admin:{name(model)}_add"), {}).status_code == 403
        for row in rows_of(model, acme)[:1]:
            assert browser.post(detail(row, "delete"), {"post": "yes"}).status_code == 403
    assert rows_of(Project, acme)[0].name == before.name


def test_leaving_a_support_session_is_written_down(worlds, root):
    acme, _ = worlds
    browser = signed_in(root)
    enter(browser, acme)
    assert browser.get("/admin/organisation/leave/").status_code == 405
    browser.post("/admin/organisation/leave/")
    assert browser.get(listing(Client)).status_code == 403
    with acme.scope():
        assert Event.objects.filter(kind="support.left").count() == 1


# Changing things


def test_a_changed_project_is_written_by_the_action_with_its_event(worlds):
    acme, _ = worlds
    project = rows_of(Project, acme)[0]
    body = {"name": "Honesty", "state": "paused", "guidelines": "Be kind.", "lease_minutes": 45, "suggestions": "ghost"}
    assert (
        signed_in(acme.manager.user)
        .post(detail(project), {**body, "people-TOTAL_FORMS": 0, "people-INITIAL_FORMS": 0})
        .status_code
        == 302
    )
    fresh = rows_of(Project, acme)[0]
    assert (fresh.name, fresh.state, fresh.lease_minutes, fresh.version) == (
        "Honesty",
        "paused",
        45,
        project.version + 1,
    )
    with acme.scope():
        event = Event.objects.get(kind="project.edited")
        assert event.actor_id == acme.manager.pk
    assert not LogEntry.objects.exists()
    assert "project.edited" in shown(signed_in(acme.owner.user), detail(project, "history"))


def test_a_clients_new_name_is_refused_if_it_is_taken(worlds):
    acme, _ = worlds
    browser = signed_in(acme.manager.user)
    one = detail(acme.clients[0])
    assert "This name is taken" in browser.post(one, {"name": "Initech"}, follow=True).content.decode()
    assert {client.name for client in rows_of(Client, acme)} == {"Umbrella", "Initech"}
    browser.post(one, {"name": "Umbrella Ltd"})
    assert {client.name for client in rows_of(Client, acme)} == {"Umbrella Ltd", "Initech"}


def test_nothing_is_added_or_deleted_here(worlds):
    acme, _ = worlds
    browser = signed_in(acme.owner.user)
    for model in TENANT:
        assert browser.post(reverse(f"admin:{name(model)}_add"), {}).status_code == 403
        before = rows_of(model, acme)
        for row in before[:1]:
            assert browser.post(detail(row, "delete"), {"post": "yes"}).status_code == 403
        browser.post(listing(model), {"action": "delete_selected", "_selected_action": [row.pk for row in before]})
        assert len(rows_of(model, acme)) == len(before)


def test_looking_changes_nothing(worlds, root):
    acme, _ = worlds
    for user in (acme.owner.user, root):
        browser = signed_in(user)
        before = (len(rows_of(Event, acme)), len(rows_of(SupportSession, acme)))
        for path in (
            "/admin/",
            CHOOSE,
            f"{CHOOSE}?organisation={acme.organisation.pk}&reason=x&minutes=5",
            listing(Client),
        ):
            browser.get(path)
        assert (len(rows_of(Event, acme)), len(rows_of(SupportSession, acme))) == before
        assert "admin_place" not in browser.session


def test_changes_need_the_csrf_token(acme, root):
    browser = Browser(enforce_csrf_checks=True)
    browser.force_login(root, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert enter(browser, acme).status_code == 403
    assert not rows_of(SupportSession, acme)


# Filters


@pytest.mark.parametrize(
    ("model", "query"),
    [
        (Token, "secret_hash__startswith=x"),
        (Token, "member__user__password__startswith=md5"),
        (Project, "client__organisation__slug=globex"),
        (Project, "organisation=x"),
        (Event, "data__email=x"),
        (Event, "actor__user__password=x"),
        (Item, "project__client__name=x"),
        (Item, "content__contains=x"),
        (User, "password__startswith=md5"),
    ],
)
def test_filters_by_relations_and_secrets_are_refused(worlds, root, model, query):
    browser = signed_in(root)
    enter(browser, worlds[0])
    assert browser.get(f"{listing(model)}?{query}").status_code == 400


def test_the_filters_on_offer_work(worlds):
    acme, _ = worlds
    browser = signed_in(acme.owner.user)
    for model in TENANT:
        page = shown(browser, listing(model))
        for link in set(re.findall(r'href="(\?[^"]+)"', page)):
            shown(browser, listing(model) + link.replace("&amp;", "&"))


def test_lists_take_a_constant_number_of_queries(worlds, django_assert_max_num_queries):
    acme, _ = worlds
    browser = signed_in(acme.owner.user)

    def queries(model) -> int:
        with django_assert_max_num_queries(40) as asked:
            shown(browser, listing(model))
        return len(asked.captured_queries)

    models = (Assignment, Client, Event, Item, Token)
    before = {model: queries(model) for model in models}
    with acme.scope():
        make_items(Project.objects.get(), 5, acme.manager, start=10)
        for number in range(5):
            create_client(name=f"Client {number}", by=acme.owner, at=NOW)
            create_token(name="x", scopes=[], by=acme.owner, at=NOW)
    assert {model: queries(model) for model in models} == before


# The platform's pages


def test_the_platforms_pages_are_for_superusers(worlds, root):
    for model in PLATFORM:
        assert signed_in(worlds[0].owner.user).get(listing(model)).status_code == 403
        shown(signed_in(root), listing(model))


def test_nothing_that_lets_one_person_act_as_another_is_shown(worlds, root):
    acme, _ = worlds
    secret = Authenticator.objects.create(user=acme.ann.user, type="totp", data={"secret": "SECRETSECRET"})
    victim = signed_in(acme.owner.user)
    browser = signed_in(root)
    key = victim.session.session_key
    pages = [*map(listing, PLATFORM), detail(acme.ann.user), detail(secret)]
    for page in pages:
        text = shown(browser, page)
        for hidden in (acme.ann.user.password, "SECRETSECRET", key):
            assert hidden not in text, page
    assert browser.get(f"/admin/sessions/session/{key}/change/").status_code == 403


def test_a_superuser_blocks_somebody_and_it_is_in_the_platforms_log(worlds, root):
    acme, _ = worlds
    victim, browser = signed_in(acme.ann.user), signed_in(root)
    browser.post(detail(acme.ann.user), {"email": "mine@example.com", "is_superuser": "on"})
    acme.ann.user.refresh_from_db()
    assert (acme.ann.user.is_active, acme.ann.user.is_superuser, acme.ann.user.email) == (
        False,
        False,
        "ann@acme.example",
    )
    assert victim.get("/api/v1/me").status_code == 401
    assert LogEntry.objects.get().user == root
    assert browser.post(detail(root), {}).status_code == 403


def test_a_lost_second_factor_is_removed_with_the_recovery_codes(worlds, root):
    user = worlds[0].ann.user
    totp = Authenticator.objects.create(user=user, type="totp", data={})
    Authenticator.objects.create(user=user, type="recovery_codes", data={})
    signed_in(root).post(detail(totp, "delete"), {"post": "yes"})
    assert not Authenticator.objects.filter(user=user).exists()


def test_the_admins_policy_differs_by_trusted_types_alone(acme):
    policy = signed_in(acme.owner.user).get("/admin/").headers["Content-Security-Policy"]
    assert "require-trusted-types-for" not in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
