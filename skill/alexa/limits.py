"""Amazon's written limits on a model and on a response, each with its source, and our own bounds beside them.

Pages are those of developer.amazon.com/docs/custom-skills.
"""

from __future__ import annotations

import re

MOST_BYTES = 1_500_000
"""create-the-interaction-model-for-your-skill, limits."""
MOST_INTENTS = 250
"""The same page."""
MOST_INTENTS_AND_TYPES = 350
"""The same page: intents and slot types together."""
MOST_IN_A_VALUE = 140
"""Characters of a slot value or synonym; the same page."""
REQUIRED = (
    "AMAZON.CancelIntent",
    "AMAZON.FallbackIntent",
    "AMAZON.HelpIntent",
    "AMAZON.NavigateHomeIntent",
    "AMAZON.StopIntent",
)
"""standard-built-in-intents: what every custom skill must have."""
PLAYER = (
    "AMAZON.LoopOffIntent",
    "AMAZON.LoopOnIntent",
    "AMAZON.NextIntent",
    "AMAZON.PauseIntent",
    "AMAZON.PreviousIntent",
    "AMAZON.RepeatIntent",
    "AMAZON.ResumeIntent",
    "AMAZON.ShuffleOffIntent",
    "AMAZON.ShuffleOnIntent",
    "AMAZON.StartOverIntent",
)
"""audioplayer-interface-reference: pause and resume are required, the others arrive even when not in the model."""
WORD = re.compile(r"[a-z]+(?:['-][a-z]+)*'?|(?:[a-z]\.)+")
"""best-practices-for-sample-utterances: letters, apostrophes, hyphens within a word, initials with periods."""
SLOT = re.compile(r"\{[a-z][a-z_]*\}")
"""Slot names: letters and underscores; the brace stands alone, a possessive belongs into the value."""
NAME = re.compile(r"[A-Za-z_]+")
"""Intents, types and slots: letters and underscores (create-the-interaction-model-for-your-skill)."""
PHRASE = "AMAZON.SearchQuery"
"""slot-type-reference: needs a carrier in every sample, one a sample, and no other slot beside it."""
TYPES = frozenset(("AMAZON.NUMBER", "AMAZON.TIME", PHRASE))
"""Built-in types we use; all exist in every English locale (slot-type-reference)."""
SENSITIVITY = ("en-AU", "en-CA", "en-GB", "en-IN", "en-US", "de-DE")
"""interaction-model-schema: `fallbackIntentSensitivity` only here."""
LOCALES = frozenset((
    "ar-SA", "de-DE", "en-AU", "en-CA", "en-GB", "en-IN", "en-US", "es-ES", "es-MX", "es-US", "fr-CA", "fr-FR",
    "hi-IN", "it-IT", "ja-JP", "nl-NL", "pt-BR",
))  # fmt: skip
"""develop-skills-in-multiple-languages."""
NOT_INVOKING = frozenset((
    "alexa", "amazon", "echo", "computer", "skill", "app", "launch", "ask", "tell", "load", "begin", "enable",
    "open", "start", "play", "resume", "a", "an", "the", "and", "by", "for", "from", "in", "of", "on", "to",
    "with", "about", "as", "if",
))  # fmt: skip
"""choose-the-invocation-name-for-a-custom-skill: wake, launch and connecting words; no article or preposition in a name
of two words."""

FEWEST_SAMPLES, MOST_SAMPLES = 12, 90
"""Ours: samples of an intent, so that none drowns another. Amazon writes no number."""

# A response. Source unless said otherwise: request-and-response-json-reference.

MOST_RESPONSE_BYTES = 120 * 1024
"""The whole response."""
MOST_SPEECH = 8_000
"""Characters of `outputSpeech`, markup and all; the same of a reprompt."""
MOST_CARD = 8_000
"""Characters of a card, title and text together."""
MOST_TOKEN = 1_024
"""Characters of a stream's token."""
MOST_URL = 8_000
"""Characters of a stream's URL."""
LONGEST_BREAK = 10.0
"""Seconds of one `break` (speech-synthesis-markup-language-ssml-reference)."""
ANSWER_WITHIN = 8.0
"""Seconds from request to response; ours are in `skill.deadline`."""
NO_ANSWER = frozenset(("SessionEndedRequest", "System.ExceptionEncountered"))
"""request-types-reference: no speech, card, directive or reprompt may answer these."""
MOST_IMAGE_URL = 2_000
"""Characters of an image's URL."""
MOST_AUDIO_TAGS = 5
"""`audio` tags of one outputSpeech (speech-synthesis-markup-language-ssml-reference)."""
LISTENS = 8.0
"""Seconds the microphone stays open; once more after the reprompt, then the session ends (notes of several people)."""
SCREEN_STAYS = 30.0
"""Seconds a device with a screen keeps a session whose end was left open (keep-session-open)."""
STREAM_PORT = 443
"""A stream's URL is HTTPS on this port (audioplayer-interface-reference, audio stream requirements)."""
ANSWERED_BY: dict[str, frozenset[str]] = {
    "AudioPlayer.PlaybackStopped": frozenset(),
    "AudioPlayer.PlaybackStarted": frozenset(("AudioPlayer.Stop", "AudioPlayer.ClearQueue")),
    "AudioPlayer.PlaybackFinished": frozenset(("AudioPlayer.Stop", "AudioPlayer.ClearQueue")),
}
"""Directives that may answer an event of the player; any of the player to those not named, and never a word
(audioplayer-interface-reference)."""

# Alexa's services.

API_ENDPOINTS = frozenset(
    ("https://api.amazonalexa.com", "https://api.eu.amazonalexa.com", "https://api.fe.amazonalexa.com")
)
"""smapi/alexa-reminders-api-reference: North America, Europe, Far East. The context of a request names one; whatever
else it may name is never asked."""
REMINDERS_SCOPE = "alexa::alerts:reminders:skill:readwrite"
"""The permission to set reminders (the same page)."""
MOST_PROGRESSIVE = 600
"""Characters of a progressive response (send-the-user-a-progressive-response)."""
PROGRESSIVE = frozenset(("LaunchRequest", "IntentRequest"))
"""The requests that may have one (the same page)."""
