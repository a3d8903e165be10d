"""Rendering tracks: which there are, making them on every core, and keeping what is made in one folder."""
