"""stdplan: run a standardization plan from a local catalogue of standards."""

__version__ = "0.1.0"
