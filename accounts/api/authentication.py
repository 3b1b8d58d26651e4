"""Who is calling: a browser session (with CSRF) or a script's token."""

from rest_framework import authentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from accounts.models import User
from accounts.queries.doors import TokenGrant, token_by_hash
from accounts.queries.users import active_user
from accounts.secrets import is_token, secret_hash


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session; unsafe methods need the CSRF token."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class TokenAuthentication(authentication.BaseAuthentication):
    """`Authorization: Bearer concord_…`; `request.auth` is then the token's `TokenGrant`."""

    def authenticate(self, request: Request) -> tuple[User, TokenGrant] | None:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        grant = token_by_hash(secret_hash(token.strip())) if is_token(token.strip()) else None
        if grant is None:
            raise AuthenticationFailed("The token is unknown, revoked or expired.")
        user = active_user(grant.user_id)
        if user is None:
            raise AuthenticationFailed("The token's owner is no longer active.")
        return user, grant

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"
