"""Alexa: what a device delivers becomes a `Said`. The models it is trained with are made by `skill.alexa.compile`."""
