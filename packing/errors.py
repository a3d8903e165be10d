"""What can go wrong while packing, in words that say how to mend it."""

from __future__ import annotations


class PackingError(Exception):
    """Nothing was packed. The message is one line for whoever runs the command."""
