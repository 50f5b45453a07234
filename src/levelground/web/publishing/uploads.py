"""What the server keeps of a file that somebody sends: as much as a change package may have, and never on the disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from levelground.documents.utf8_text import MOST_BYTES

MOST_TOGETHER = 4 * MOST_BYTES
"""What all files of one form may have together: a claim with its receipts has less, and nobody fills the memory with a hundred files."""


class OnlyWhatFits(FileUploadHandler):
    """Keeps a file in memory while it is small enough; of a larger one only its size, so that a form can say so.

    Raises
    ------
    RequestDataTooBig
        What is kept of the files of one form is too much together: the form is refused.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.together = 0

    def new_file(self, *given: Any, **more: Any) -> None:
        super().new_file(*given, **more)
        self.kept, self.seen = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """None: nobody else is to keep it."""
        self.seen += len(raw_data)
        if self.seen <= MOST_BYTES:
            self.kept.write(raw_data)
            self.together += len(raw_data)
            if self.together > MOST_TOGETHER:
                raise RequestDataTooBig("the files of one form are too large together")
        elif self.kept.tell():
            self.together -= self.kept.tell()
            self.kept = BytesIO()
        return None

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file, with its whole size."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, str(self.file_name), str(self.content_type), file_size, self.charset, self.content_type_extra
        )
