"""The audio player of a device: its events and buttons -> Said, and what the coach wants played -> directives.

Player events come without a session: what is needed of it is in the track's token (`tokens`).
"""

from __future__ import annotations

from typing import Any

from msgspec import structs

from skill.alexa.envelope import Request
from skill.alexa.limits import ANSWERED_BY
from skill.alexa.tokens import restored, token_of
from skill.alexa.tracks import Tracks
from skill.coach.content import Content
from skill.coach.conversation import Conversation
from skill.coach.heard import Event, Said
from skill.coach.playing import at_ms, carried
from skill.coach.reply import Play, Reply

EVENTS: dict[str, Event] = {
    "AudioPlayer.PlaybackStarted": "started",
    "AudioPlayer.PlaybackStopped": "stopped",
    "AudioPlayer.PlaybackNearlyFinished": "nearly",
    "AudioPlayer.PlaybackFinished": "finished",
    "AudioPlayer.PlaybackFailed": "failed",
}
BUTTONS = {
    "PlaybackController.NextCommandIssued": "next",
    "PlaybackController.PreviousCommandIssued": "previous",
    "PlaybackController.PlayCommandIssued": "resume",
    "PlaybackController.PauseCommandIssued": "stop",
}
"""Pressed, not spoken: no words may answer, so the pause asks nothing now, and the next session does."""
NOT_STARTED = frozenset(("", "IDLE", "FINISHED"))
"""Activities of a player in which nothing of the track is left to go on with."""
SUBTITLE = "Gentle Back"
STOP = {"type": "AudioPlayer.Stop"}


def said(request: Request) -> Said | None:
    """What a request of the player means; None where it means nothing any more.

    An event counts only if its track is the one that is now in this device's player; a failure also where nothing is.
    """
    if (button := BUTTONS.get(request.kind)) is not None:
        return Said(intent=button)
    event = EVENTS.get(request.kind)
    current = request.token == request.player.token
    if event == "failed" and request.player.activity != "PLAYING":
        current = True
    if event is None or not request.token or not current:
        return None
    return Said(event=event, ms=request.ms if event == "stopped" else None)


def conversation_of(request: Request, talk: Conversation, content: Content, secret: str) -> Conversation:
    """The conversation a request belongs to: `talk`, of its session, or what our track on this device remembers.

    Whether that is still her place is for the coach to say, who knows what was kept since.
    """
    if request.kind in EVENTS:
        found = restored(request.token, secret, content)
        return at_ms(found, content, request.ms) if found is not None else Conversation()
    talk = structs.replace(talk, plays=request.can_play)
    if not request.new or request.player.activity in NOT_STARTED:
        return talk
    found = restored(request.player.token, secret, content)
    if found is None:
        return talk
    return structs.replace(at_ms(found, content, request.player.ms), plays=request.can_play)


def directives(
    request: Request, reply: Reply, talk: Conversation, content: Content, tracks: Tracks, secret: str, key: str = ""
) -> tuple[dict[str, Any], ...]:
    """The directives for this device's player: at most one, and only what may answer this request.

    `key`: of her row in the store, to go with the track; empty for the account's own.
    """
    if not (request.can_play or request.kind in EVENTS):
        return ()
    if reply.play is not None:
        wanted = _play(reply.play, talk, request, tracks.url(content.locale, reply.play.track), secret, key)
    elif reply.stops_player or _stays_behind(request, talk):
        # After a failure the next in the queue would begin.
        clear = {"type": "AudioPlayer.ClearQueue", "clearBehavior": "CLEAR_ALL"}
        wanted = clear if request.kind == "AudioPlayer.PlaybackFailed" else STOP
    else:
        return ()
    allowed = ANSWERED_BY.get(request.kind)
    return (wanted,) if allowed is None or wanted["type"] in allowed else ()


def silenced(request: Request) -> tuple[dict[str, Any], ...]:
    """The directive that stops our track on this device; none where there is none."""
    return (STOP,) if request.can_play and _is_held(request) else ()


def _is_held(request: Request) -> bool:
    """A track of ours plays on this device, or is held while she speaks."""
    return bool(request.player.token) and request.player.activity not in NOT_STARTED


def _stays_behind(request: Request, talk: Conversation) -> bool:
    """Our track on this device is no part of the session that begins: not hers, or of a content that has changed."""
    goes_on = talk.routine is not None and bool(talk.routine.chain)
    return request.new and request.kind not in EVENTS and _is_held(request) and not goes_on


def _play(play: Play, talk: Conversation, request: Request, url: str, secret: str, key: str) -> dict[str, Any]:
    stream: dict[str, Any] = {"url": url, "token": token_of(carried(talk, play.at), secret, key)}
    stream["offsetInMilliseconds"] = play.ms
    if play.after:
        # Without it a track that was queued for an older one could follow (audioplayer-interface-reference).
        stream["expectedPreviousToken"] = request.token
    return {
        "type": "AudioPlayer.Play",
        "playBehavior": "ENQUEUE" if play.after else "REPLACE_ALL",
        "audioItem": {"stream": stream, "metadata": {"title": play.title, "subtitle": SUBTITLE}},
    }
