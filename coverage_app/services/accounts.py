"""Makes the accounts of a first start: an administrator and an editor."""

import secrets

from django.contrib.auth.models import User
from django.db import transaction

ADMINISTRATOR, EDITOR = "admin", "editor"
# 16 of 31 signs that nobody mistakes for one another: 79 bits, in groups that can be read aloud.
_SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP_LENGTH = 4, 4


@transaction.atomic
def accounts_make(*, renew: bool = False) -> dict[str, str]:
    """Makes those of the two accounts that are missing. Returns the new passwords by user name; only their hashes are
    stored. `renew` sets new passwords for accounts that are there, too; nothing else about them changes."""
    passwords = {}
    for username in (ADMINISTRATOR, EDITOR):
        user = User.objects.filter(username=username).first()
        if user is None:
            rank = username == ADMINISTRATOR
            user = User(username=username, is_staff=rank, is_superuser=rank)
        elif not renew:
            continue
        passwords[username] = _password()
        user.set_password(passwords[username])
        user.save()
    return passwords


def _password() -> str:
    return "-".join("".join(secrets.choice(_SIGNS) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
