"""Secrets that are needed again: sealed at rest, with keys that the database never sees.

`SEALING_KEYS` are Fernet keys (`python -c "from cryptography.fernet import Fernet; print(Fernet.generate_key())"`),
separated by commas: the first one seals, all of them open. To rotate, put a new one in front, run `manage.py reseal`,
and take the old one away. Without any, the key follows from `SECRET_KEY`, which then cannot be changed.

Source: the Fernet specification (AES-128-CBC with HMAC-SHA256); HKDF of RFC 5869.
"""

import base64

import orjson
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class CannotOpen(Exception):
    """None of the keys opens it, or it was sealed for something else."""


def seal(secret: str, *, of: object) -> str:
    """The secret of a thing (its id), sealed: it opens for that thing alone."""
    return _keys().encrypt(orjson.dumps([str(of), secret])).decode()


def unseal(sealed: str, *, of: object) -> str:
    """The secret again; raises `CannotOpen`."""
    try:
        owner, secret = orjson.loads(_keys().decrypt(sealed.encode()))
    except InvalidToken:
        raise CannotOpen from None
    if owner != str(of):
        raise CannotOpen
    return str(secret)


def reseal(sealed: str) -> str:
    """The same under the first key; raises `CannotOpen`."""
    try:
        return _keys().rotate(sealed.encode()).decode()
    except InvalidToken:
        raise CannotOpen from None


def _keys() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in [*map(str.encode, settings.SEALING_KEYS)] or [_derived()]])


def _derived() -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"concord sealing")
    return base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode()))
