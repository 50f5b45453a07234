"""What the server keeps of a file that somebody sends: as much as a change package may have, and never on the disk."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from levelground.documents.utf8_text import MOST_BYTES


class OnlyWhatFits(FileUploadHandler):
    """Keeps a file in memory while it is small enough; of a larger one only its size, so that a form can say so."""

    def new_file(self, *given: Any, **more: Any) -> None:
        super().new_file(*given, **more)
        self.kept, self.seen = BytesIO(), 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """None: nobody else is to keep it."""
        self.seen += len(raw_data)
        if self.seen <= MOST_BYTES:
            self.kept.write(raw_data)
        elif self.kept.tell():
            self.kept = BytesIO()
        return None

    def file_complete(self, file_size: int) -> UploadedFile:
        """The file, with its whole size."""
        self.kept.seek(0)
        return InMemoryUploadedFile(
            self.kept, self.field_name, str(self.file_name), str(self.content_type), file_size, self.charset, self.content_type_extra
        )
