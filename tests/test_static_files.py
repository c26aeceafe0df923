"""Static files as they are served: every module under one name only."""

import re
from pathlib import Path

from django.core.management import call_command

from coverage_app.settings import STORAGES


def test_modules_import_each_other_by_their_hashed_names(settings, tmp_path: Path):
    settings.STORAGES = STORAGES
    settings.STATIC_ROOT = tmp_path
    call_command("collectstatic", interactive=False, verbosity=0)
    hashed = [path for path in (tmp_path / "js").glob("*.js") if path.name.count(".") == 2]
    imports = [name for path in hashed for name in re.findall(r'from "(.*?)"', path.read_text())]
    assert imports
    assert all((tmp_path / "js" / name).is_file() and name.count(".") == 3 for name in imports), imports
