"""stdplan: run a standardization plan from a local catalogue of standards."""

import os

__version__ = "1.0.0"

# openpyxl would use lxml, which python-docx needs: workbooks would then be read by another parser,
# and written with other bytes.
os.environ.setdefault("OPENPYXL_LXML", "False")
