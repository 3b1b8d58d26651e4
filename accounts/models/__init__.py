"""Who: people, organisations, clients, buckets, members, invitations, tokens, skills, events, notifications."""

from accounts.models.buckets import Bucket
from accounts.models.events import Event, IdempotentReply, SupportSession
from accounts.models.notifications import Notification
from accounts.models.organisations import Client, Invitation, Member, MemberClient, Organisation, Role, Token
from accounts.models.qualifications import Clearance, MemberSkill, Skill, SkillKind
from accounts.models.users import User

__all__ = [
    "Bucket",
    "Clearance",
    "Client",
    "Event",
    "IdempotentReply",
    "Invitation",
    "Member",
    "MemberClient",
    "MemberSkill",
    "Notification",
    "Organisation",
    "Role",
    "Skill",
    "SkillKind",
    "SupportSession",
    "Token",
    "User",
]
