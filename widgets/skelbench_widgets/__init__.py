"""Widgets for JupyterLab and their static twins."""

__all__: list[str] = []
