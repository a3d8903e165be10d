"""Gentle Back: a voice coach for back pain after birth.

`skill.coach` decides (pure), `skill.content` is what we say, `skill.understanding` is what she said,
the doors (`alexa`, `web`, `laptop`) carry words in and out, `skill.stores` keeps her place.
"""

__version__ = "0.1.0"
