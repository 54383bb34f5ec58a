"""Bytes to Report: plain text, HTML, PDF, `.docx` and `.jsonl`. Pure: takes bytes, gives values, fetches nothing."""
