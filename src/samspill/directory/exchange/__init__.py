"""The directory in and out as files: preview, errors row by row, undo."""
