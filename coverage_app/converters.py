"""What may stand in an address."""

from django.db.models import BigAutoField
from django.urls.converters import IntConverter


class KeyConverter(IntConverter):
    """The key of a row. A number that no row can have is no address: SQLite cannot even be asked for it."""

    most = BigAutoField.MAX_BIGINT

    def to_python(self, value: str) -> int:
        key = super().to_python(value)
        if key > self.most:
            raise ValueError
        return key
