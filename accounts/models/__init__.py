"""Who: people, organisations, clients, members, invitations, tokens, events."""

from accounts.models.events import Event, IdempotentReply, SupportSession
from accounts.models.organisations import Client, Invitation, Member, MemberClient, Organisation, Role, Token
from accounts.models.users import User

__all__ = [
    "Client",
    "Event",
    "IdempotentReply",
    "Invitation",
    "Member",
    "MemberClient",
    "Organisation",
    "Role",
    "SupportSession",
    "Token",
    "User",
]
