"""Addresses of the API: `urls` under /api/v1/, `organisation_urls` under /api/v1/<organisation>/."""

from django.urls import URLPattern, path

from accounts.api.clearances import MemberClearancesView, MemberClearanceView
from accounts.api.clients import ClientsView, ClientView
from accounts.api.events import EventsView
from accounts.api.invitations import InvitationsView, InvitationView
from accounts.api.me import MeView, OrganisationsView
from accounts.api.members import MembersView, MemberView
from accounts.api.notifications import NotificationsView, ReadView, UnreadView
from accounts.api.skills import MemberSkillsView, MemberSkillView, SkillsView, SkillView
from accounts.api.tokens import TokensView, TokenView

urls: list[URLPattern] = [
    path("me", MeView.as_view()),
    path("organisations", OrganisationsView.as_view()),
]
organisation_urls: list[URLPattern] = [
    path("clients", ClientsView.as_view()),
    path("clients/<uuid:client_id>", ClientView.as_view()),
    path("members", MembersView.as_view()),
    path("members/<uuid:member_id>", MemberView.as_view()),
    path("members/<uuid:member_id>/skills", MemberSkillsView.as_view()),
    path("members/<uuid:member_id>/skills/<uuid:skill_id>", MemberSkillView.as_view()),
    path("members/<uuid:member_id>/clearances", MemberClearancesView.as_view()),
    path("members/<uuid:member_id>/clearances/<uuid:client_id>", MemberClearanceView.as_view()),
    path("skills", SkillsView.as_view()),
    path("skills/<uuid:skill_id>", SkillView.as_view()),
    path("notifications", NotificationsView.as_view()),
    path("notifications/count", UnreadView.as_view()),
    path("notifications/read", ReadView.as_view()),
    path("invitations", InvitationsView.as_view()),
    path("invitations/<uuid:invitation_id>", InvitationView.as_view()),
    path("tokens", TokensView.as_view()),
    path("tokens/<uuid:token_id>", TokenView.as_view()),
    path("events", EventsView.as_view()),
]
