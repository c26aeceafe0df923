"""The Django application."""

from django.apps import AppConfig


class CoverageConfig(AppConfig):
    name = "coverage_app"
    label = "coverage_app"
    verbose_name = "Crossread"

    def ready(self) -> None:
        from . import checks  # noqa: F401  registers the system checks
