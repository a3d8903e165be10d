"""The Flask host, run by `gentle-back serve`: requests proven to be Alexa's, tracks, the privacy page, health.

The only room that imports flask and waitress (docs/decisions/0026-flask-under-waitress.md).
"""
