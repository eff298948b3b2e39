"""A plan as a document again: Word and spreadsheet, in the layout that such plans have."""

from samspill.plan_documents.writing.docx_file import docx_of
from samspill.plan_documents.writing.xlsx_file import xlsx_of

__all__ = ["docx_of", "xlsx_of"]
