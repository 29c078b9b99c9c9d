"""Reports → text. A new format is one module here and one entry in `render.py`."""
