"""The Django application."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class CoverageConfig(AppConfig):
    name = "coverage_app"
    label = "coverage_app"
    verbose_name = "Crossread"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks


class StaticConfig(StaticFilesConfig):
    """Leaves out the parts of django-htmx that no page of ours loads: other versions of htmx, and its extensions."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, "ext", "htmx-4*", "htmax-4*"]
