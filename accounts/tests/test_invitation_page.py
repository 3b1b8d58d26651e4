"""Taking up a place: the page behind an invitation's link."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client as Browser
from django.utils import timezone

from accounts.actions.invitations import InvitationClosed, OtherAddress, accept_invitation, invite
from accounts.models import Client, Event, Invitation, Member, Role, User
from accounts.queries.doors import membership
from config.tests.client import client_for
from config.tests.world import PASSWORD, person

NEW = {"name": "Dora", "password": "a long enough phrase"}


def offer(world, email="dora@example.com", role=Role.ANNOTATOR, clients=(), by=None) -> str:
    """The path of a new invitation."""
    with world.scope():
        _, link = invite(
            email=email,
            role=role,
            client_ids=[client.pk for client in clients],
            by=by or world.manager,
            at=timezone.now(),
        )
    return urlsplit(link).path


def signed_in(user) -> Browser:
    browser = Browser()
    browser.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def rows(world):
    """What a GET could have changed."""
    with world.scope():
        return (
            list(Invitation.objects.values_list("accepted_at", "revoked_at", "expires_at")),
            Member.objects.count(),
            Event.objects.count(),
            User.objects.count(),
        )


def test_the_page_says_who_invites_to_what_as_whom_and_changes_nothing(acme, globex):
    path = offer(acme)
    before = rows(acme)
    for browser in (Browser(), signed_in(globex.ann.user)):
        for method in (browser.get, browser.head):
            assert method(path).status_code == 200
        page = browser.get(path).content.decode()
        for part in ("Manager", "Acme", "Annotator", "dora@example.com"):
            assert part in page
        assert "CANARY" not in page.replace("CANARY-GLOBEX Ann", "")
    assert rows(acme) == before


def test_somebody_new_chooses_a_password_and_is_in(acme, globex):
    path, browser = offer(acme), Browser()
    answer = browser.post(path, NEW)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    me = browser.get("/api/v1/me").json()
    assert me["user"]["email"] == "dora@example.com"
    assert [(place["slug"], place["role"]) for place in me["organisations"]] == [("acme", "annotator")]
    with acme.scope():
        kinds = set(Event.objects.filter(actor_id=me["organisations"][0]["member_id"]).values_list("kind", flat=True))
        assert kinds == {"member.added", "invitation.accepted"}


def test_the_account_of_somebody_new_signs_in_without_another_verification(acme, own_cache):
    Browser().post(offer(acme), NEW)
    browser = Browser()
    browser.post("/accounts/login/", {"login": "dora@example.com", "password": NEW["password"]})
    assert browser.get("/api/v1/me").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Dora", "password": "short"},
        {"name": "Dora", "password": "megaparol12345"},
        {"name": "Dora Example", "password": "dora@example.com"},
        {"name": "", "password": NEW["password"]},
        {"name": "x\0", "password": NEW["password"]},
    ],
)
def test_a_weak_password_or_no_name_makes_no_account(acme, body):
    answer = Browser().post(offer(acme), body)
    assert answer.status_code == 400
    assert 'aria-invalid="true"' in answer.content.decode()
    assert not User.objects.filter(email="dora@example.com").exists()


def test_the_address_and_role_of_the_offer_cannot_be_raised(acme, globex):
    path = offer(acme)
    Browser().post(
        path, {**NEW, "email": "owner@globex.example", "role": "owner", "is_staff": "1", "organisation": "x"}
    )
    user = User.objects.get(email="dora@example.com")
    assert not user.is_staff
    assert membership("acme", user.pk).role == "annotator"


def test_an_offer_is_used_once(acme, globex):
    path = offer(acme)
    assert Browser().post(path, NEW).status_code == 302
    for browser in (Browser(), signed_in(globex.ann.user)):
        assert browser.get(path).status_code == 410
        assert browser.post(path, NEW).status_code == 410


def test_another_persons_offer_is_refused_clearly(acme, globex):
    path, browser = offer(acme), signed_in(globex.ann.user)
    page = browser.get(path).content.decode()
    assert "You are signed in as ann@globex.example" in page
    assert browser.post(path, NEW).status_code == 403
    assert membership("acme", globex.ann.user_id) is None
    assert Browser().post(path, NEW).status_code == 302


def test_the_action_itself_refuses_another_persons_offer(acme, globex):
    offer(acme)
    with acme.scope():
        offered = Invitation.objects.get()
        with pytest.raises(OtherAddress):
            accept_invitation(invitation=offered, user=globex.ann.user, at=timezone.now())
        assert not Invitation.objects.exclude(accepted_at=None).exists()


@pytest.mark.parametrize("end", ["expired", "withdrawn", "used", "inviter demoted", "inviter removed"])
def test_the_action_itself_refuses_an_offer_that_has_ended(acme, globex, end):
    offer(acme, email="ann@globex.example")
    past = timezone.now() - timedelta(seconds=1)
    with acme.scope():
        if end.startswith("inviter"):
            demoted = end.endswith("demoted")
            changes = {"role": Role.REVIEWER, "removed_at": None if demoted else past}
            Member.objects.filter(pk=acme.manager.pk).update(**changes)
        else:
            field = {"expired": "expires_at", "withdrawn": "revoked_at", "used": "accepted_at"}[end]
            Invitation.objects.update(**{field: past})
        with pytest.raises(InvitationClosed):
            accept_invitation(invitation=Invitation.objects.get(), user=globex.ann.user, at=timezone.now())
    assert membership("acme", globex.ann.user_id) is None


def test_somebody_with_an_account_signs_in_first(acme, globex):
    path = offer(acme, email="Ann@globex.example")
    page = Browser().get(path).content.decode()
    assert "/accounts/login/?next=%2Finvitations%2F" in page
    assert "password" not in page
    assert Browser().post(path, NEW).status_code == 200
    assert membership("acme", globex.ann.user_id) is None
    assert signed_in(globex.ann.user).post(path).status_code == 302
    assert membership("acme", globex.ann.user_id).role == "annotator"
    assert membership("globex", globex.ann.user_id).role == "annotator"


def test_a_second_address_counts_when_it_was_verified(acme, globex):
    from allauth.account.models import EmailAddress

    for verified in (False, True):
        email = f"second-{verified}@example.com"
        EmailAddress.objects.create(user=globex.ann.user, email=email, verified=verified)
        status = signed_in(globex.ann.user).post(offer(acme, email=email)).status_code
        assert status == (302 if verified else 403)


def test_an_expired_a_withdrawn_and_an_unknown_offer_are_closed(acme, globex):
    expired, withdrawn = offer(acme), offer(acme, email="emil@example.com")
    with acme.scope():
        Invitation.objects.filter(email="dora@example.com").update(expires_at=timezone.now() - timedelta(seconds=1))
        Invitation.objects.filter(email="emil@example.com").update(revoked_at=timezone.now())
    for path in (expired, withdrawn):
        assert Browser().get(path).status_code == 410
        assert Browser().post(path, NEW).status_code == 410
    assert Browser().post("/invitations/" + "x" * 43 + "/", NEW).status_code == 404
    assert not User.objects.filter(name="Dora").exists()


def test_an_offer_ends_with_the_right_to_make_it(acme):
    path = offer(acme)
    with acme.scope():
        Member.objects.filter(pk=acme.manager.pk).update(role=Role.ANNOTATOR)
    assert Browser().post(path, NEW).status_code == 410
    assert not User.objects.filter(email="dora@example.com").exists()


def test_an_invited_client_is_bound_to_the_offers_clients(acme, globex):
    path, browser = offer(acme, role=Role.CLIENT, clients=[acme.clients[1]]), Browser()
    browser.post(path, NEW)
    assert [row["name"] for row in browser.get("/api/v1/acme/clients").json()["results"]] == ["Initech"]


def test_an_offer_whose_client_is_gone_is_closed(acme):
    path = offer(acme, role=Role.CLIENT, clients=[acme.clients[1]])
    with acme.scope():
        Client.objects.filter(pk=acme.clients[1].pk).delete()
    assert Browser().post(path, NEW).status_code == 410


def test_who_was_removed_comes_back_to_the_same_place(acme):
    client_for(acme.owner).delete(f"/api/v1/acme/members/{acme.ann.pk}")
    path = offer(acme, email="ann@acme.example", role=Role.REVIEWER)
    assert signed_in(acme.ann.user).post(path).status_code == 302
    place = membership("acme", acme.ann.user_id)
    assert (place.member_id, place.role) == (acme.ann.pk, "reviewer")


def test_taking_up_a_place_needs_the_csrf_token(acme):
    path = offer(acme)
    assert Browser(enforce_csrf_checks=True).post(path, NEW).status_code == 403
    assert not User.objects.filter(email="dora@example.com").exists()


def test_the_page_is_kept_in_no_cache(acme):
    answer = Browser().get(offer(acme))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Referrer-Policy"] == "same-origin"


def test_names_are_escaped(acme):
    acme.manager.user.name = "<script>alert(1)</script>"
    acme.manager.user.save()
    page = Browser().get(offer(acme)).content.decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_sign_in_leads_back_to_the_offer(acme, globex, own_cache):
    person("dora@example.com", "Dora")
    path, browser = offer(acme), Browser()
    answer = browser.post("/accounts/login/", {"login": "dora@example.com", "password": PASSWORD, "next": path})
    assert answer.headers["Location"] == path
    assert browser.post(path).status_code == 302
