"""How static files are stored for serving."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Hashed names inside the modules' imports too: else a module loads twice, under two names, and acts twice."""

    support_js_module_import_aggregation = True
