"""Secrets at rest."""

import pytest
from cryptography.fernet import Fernet

from accounts.sealing import CannotOpen, reseal, seal, unseal


def test_a_sealed_secret_opens_for_the_thing_it_was_sealed_for_alone():
    sealed = seal("s3cret", of="bucket-1")
    assert "s3cret" not in sealed
    assert unseal(sealed, of="bucket-1") == "s3cret"
    with pytest.raises(CannotOpen):
        unseal(sealed, of="bucket-2")
    with pytest.raises(CannotOpen):
        unseal(f"{sealed[:-4]}AAA=", of="bucket-1")


def test_keys_are_rotated_one_after_the_other(settings):
    old, new = Fernet.generate_key().decode(), Fernet.generate_key().decode()
    settings.SEALING_KEYS = [old]
    sealed = seal("s3cret", of=1)
    settings.SEALING_KEYS = [new, old]
    renewed = reseal(sealed)
    assert unseal(sealed, of=1) == unseal(renewed, of=1) == "s3cret"
    settings.SEALING_KEYS = [new]
    assert unseal(renewed, of=1) == "s3cret"
    with pytest.raises(CannotOpen):
        unseal(sealed, of=1)


def test_without_keys_the_installations_own_secret_makes_one(settings):
    settings.SEALING_KEYS = []
    sealed = seal("s3cret", of=1)
    assert unseal(sealed, of=1) == "s3cret"
    settings.SECRET_KEY = settings.SECRET_KEY[::-1]
    with pytest.raises(CannotOpen):
        unseal(sealed, of=1)
