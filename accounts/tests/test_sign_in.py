"""Signing in and out, new passwords, and who may sign up."""

import re

import pytest
from django.core import mail
from django.test import Client as Browser

from accounts.models import User
from config.tests.world import PASSWORD

LOGIN = "/accounts/login/"
pytestmark = pytest.mark.usefixtures("own_cache")


def sign_in(email, password=PASSWORD, browser=None, **more):
    return (browser or Browser()).post(LOGIN, {"login": email, "password": password, **more})


def is_in(browser) -> bool:
    return browser.get("/api/v1/me").status_code == 200


def test_a_person_signs_in_with_their_address_in_any_case_and_lands_on_the_start_page(acme, globex):
    browser = Browser()
    answer = sign_in("Ann@Acme.example", browser=browser)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")
    assert is_in(browser)


def test_sign_in_leads_to_addresses_of_this_site_alone(acme):
    assert sign_in("ann@acme.example", next="/acme/work").headers["Location"] == "/acme/work"
    for elsewhere in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        assert sign_in("ben@acme.example", next=elsewhere).headers.get("Location") in {"/", None}


def test_a_wrong_password_and_an_unknown_address_look_alike(acme):
    known = sign_in("ann@acme.example", "wrong")
    unknown = sign_in("nobody@acme.example", "wrong")
    assert known.status_code == unknown.status_code == 200
    strip = re.compile(rb'nonce="[^"]*"|name="csrfmiddlewaretoken" value="[^"]*"|value="[^"]*@acme.example"')
    assert strip.sub(b"", known.content) == strip.sub(b"", unknown.content)


def test_sign_in_is_throttled_for_known_and_unknown_addresses_alike(acme):
    def attempts(email: str, address: str) -> list[bool]:
        browser = Browser(REMOTE_ADDR=address)
        return [b"Too many failed" in sign_in(email, f"wrong {n}", browser).content for n in range(7)]

    known = attempts("ann@acme.example", "192.0.2.1")
    assert known == attempts("nobody@acme.example", "192.0.2.2")
    assert known[0] is False
    assert known[-1] is True
    assert b"Too many failed" in sign_in("ann@acme.example").content, "the right password does not get past either"


def test_a_password_reset_says_the_same_for_known_and_unknown_addresses(acme):
    pages = []
    for email in ("ann@acme.example", "nobody@acme.example"):
        answer = Browser().post("/accounts/password/reset/", {"email": email}, follow=True)
        pages.append((answer.status_code, answer.redirect_chain, "nobody" in answer.content.decode()))
    assert pages[0] == pages[1]
    known, unknown = mail.outbox
    assert "/accounts/password/reset/key/" in known.body
    assert "/accounts/" not in unknown.body


def test_a_new_password_ends_the_other_sessions(acme):
    old, new = Browser(), Browser()
    sign_in("ann@acme.example", browser=old)
    new.post("/accounts/password/reset/", {"email": "ann@acme.example"})
    link = re.search(r"(/accounts/password/reset/key/\S+)", mail.outbox[0].body)[1]
    form = new.get(link, follow=True)
    new.post(form.redirect_chain[-1][0], {"password1": "another long phrase", "password2": "another long phrase"})
    assert not is_in(old)
    assert sign_in("ann@acme.example", "another long phrase").status_code == 302


def test_signing_out_needs_a_post(acme):
    browser = Browser()
    sign_in("ann@acme.example", browser=browser)
    assert browser.get("/accounts/logout/").status_code == 200
    assert is_in(browser)
    assert browser.post("/accounts/logout/").headers["Location"] == LOGIN
    assert not is_in(browser)


def test_nobody_signs_up_unless_it_is_open(db, settings):
    settings.OPEN_SIGN_UP = False
    body = {"email": "dora@example.com", "password1": "a long enough phrase", "name": "Dora"}
    assert "by invitation" in Browser().get("/accounts/signup/").content.decode()
    Browser().post("/accounts/signup/", body)
    assert not User.objects.exists()


def test_with_open_sign_up_the_address_must_be_verified(db, settings):
    settings.OPEN_SIGN_UP = True
    browser = Browser()
    body = {"email": "dora@example.com", "password1": "a long enough phrase", "name": "Dora"}
    browser.post("/accounts/signup/", body)
    assert User.objects.get().name == "Dora"
    assert not is_in(browser)
    assert sign_in("dora@example.com", body["password1"], browser).headers["Location"] == "/accounts/confirm-email/"
    assert not is_in(browser)
    link = re.search(r"(/accounts/confirm-email/\S+)", mail.outbox[0].body)[1]
    browser.get(link)
    assert not User.objects.get().emailaddress_set.get().verified, "a GET confirms nothing"
    browser.post(link)
    assert User.objects.get().emailaddress_set.get().verified
    assert sign_in("dora@example.com", body["password1"], browser).headers["Location"] == "/"


def test_signing_up_with_a_known_address_looks_like_signing_up_with_a_new_one(acme, settings):
    settings.OPEN_SIGN_UP = True
    answers = [
        Browser().post("/accounts/signup/", {"email": email, "password1": "a long enough phrase", "name": "X"})
        for email in ("ann@acme.example", "dora@example.com")
    ]
    assert answers[0].status_code == answers[1].status_code == 302
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert User.objects.filter(email="ann@acme.example").count() == 1


def test_two_factor_codes_are_asked_for_once_they_are_set_up(acme):
    from allauth.mfa.totp.internal.auth import (
        TOTP,
        format_hotp_value,
        generate_totp_secret,
        hotp_value,
        yield_hotp_counters_from_time,
    )

    secret = generate_totp_secret()
    TOTP.activate(acme.ann.user, secret)
    browser = Browser()
    assert sign_in("ann@acme.example", browser=browser).headers["Location"] == "/accounts/2fa/authenticate/"
    assert not is_in(browser)
    code = format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))
    browser.post("/accounts/2fa/authenticate/", {"code": code})
    assert is_in(browser)


@pytest.mark.parametrize(
    "path", ["/accounts/login/", "/accounts/signup/", "/accounts/password/reset/", "/invitations/x/", "/accounts/nope/"]
)
def test_pages_of_strangers_are_in_the_products_layout_under_the_strict_policy(db, path):
    answer = Browser().get(path)
    page, policy = answer.content.decode(), answer.headers["Content-Security-Policy"]
    assert '<html lang="en">' in page
    assert "config/pages.css" in page
    assert not re.search(r"<script(?![^>]*(src|nonce))|style=|\son\w+=", page)
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
