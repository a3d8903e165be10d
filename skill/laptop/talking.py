"""One conversation on a laptop: what she types is answered, guided, spoken and played.

The sound stops at once on the space bar, on Enter, or when a line is typed; what was typed is obeyed mid-sentence.
"""

from __future__ import annotations

import queue
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from msgspec import structs

from audio.live import Live, Played
from audio.played_track import parts
from skill.coach import guiding, playing
from skill.coach.conversation import Asked, Conversation
from skill.coach.errors import SoundError
from skill.coach.heard import Said
from skill.coach.reply import Play, Reply
from skill.coach.timeline import BEATS, Cue, Listen, Mark, Say
from skill.exchange import Exchange, Taken
from skill.laptop.handing_over import hand_over
from skill.laptop.tracks import Sounding, TrackFolder
from skill.laptop.typed import END, Typed

USER = "me"
AT_ONCE = 1e9
"""The speed where nobody waits: words from a pipe, no sound."""
NIGHT_GAIN = 0.4
"""-8 dB: at night someone is asleep beside her."""
KEPT = "\nYour place is kept."


class Talk:
    """One conversation on a laptop."""

    def __init__(
        self,
        exchange: Exchange,
        live: Live,
        typed: Typed,
        *,
        locale: str,
        speed: float,
        show: Callable[[str], None],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC).astimezone(),
        keeps: bool = True,
        tracks: TrackFolder | None = None,
    ) -> None:
        """`keeps`: her place outlives this run, so she may be told so. `tracks`: what may be played through."""
        self._exchange, self._live, self._typed = exchange, live, typed
        self._locale, self._speed, self._show, self._clock = locale, speed, show, clock
        self._keeps, self._tracks = keeps, tracks
        self._talk = Conversation()
        self._paced = speed < AT_ONCE
        self._mark: str | None = None
        self._track: Play | None = None
        """What plays, or was interrupted; its `ms` is where."""
        self._unanswered = 0

    def run(self, first: list[str]) -> None:
        """Talk until she says stop, the input ends (Ctrl-D), or Ctrl-C; her place is kept in every case."""
        said: Said | None = Said(event="launch")
        before = list(first)
        try:
            while said is not None:
                taken = self._take(said)
                reply = taken.reply
                played = self._speak(reply)
                if (track := self._to_play(taken)) is not None:
                    # Also where words come first: a side question among them leads back to it.
                    self._track = track
                    if not self._interrupted and not before:
                        said = self._play(track)
                        continue
                elif reply.ended and not before and not self._interrupted:
                    return
                if before and not self._interrupted:
                    said = Said(text=self._show_line(before.pop(0)))
                else:
                    said = self._next(reply, played)
            self._leave(tell=self._typed.terminal)
        except KeyboardInterrupt:
            self._live.stop()
            self._leave(tell=True)

    @property
    def _interrupted(self) -> bool:
        """She typed something that is not answered yet. What comes from a pipe waits for its turn."""
        return self._typed.terminal and self._typed.waiting

    def _leave(self, *, tell: bool) -> None:
        taken = self._take(Said(event="end", reached=self._mark))
        if tell and self._keeps and taken.kept:
            self._show(KEPT)

    def _take(self, said: Said) -> Taken:
        now = self._clock()
        talk = structs.replace(self._talk, plays=self._tracks is not None)
        taken = self._exchange.take(said, talk, user=USER, locale=self._locale, now=now)
        self._talk = taken.conversation
        for line in hand_over(taken.reply.effects, taken.keepsake, Path.cwd(), now):
            self._show(f"[{line}]")
        return taken

    def _speak(self, reply: Reply) -> Played:
        self._mark = None
        gain = NIGHT_GAIN if reply.night else 1.0
        played = self._live.play(reply.speech, on_cue=self._began, speed=self._speed, gain=gain)
        if played.finished:
            self._mark = None
        return played

    def _to_play(self, taken: Taken) -> Play | None:
        """The track that follows these words: a new one, or on with the one they interrupted, as a speaker does it."""
        reply, running = taken.reply, taken.conversation.routine
        if reply.play is not None:
            return reply.play
        goes_on = reply.ended and not reply.stops_player and running is not None and running.status == "running"
        return self._track if goes_on and running is not None and running.chain else None

    def _play(self, track: Play) -> Said | None:
        """Play a track, and those that follow it; what she says then, None when the input has ended."""
        assert self._tracks is not None
        following: Play | None = track
        while following is not None:
            self._track = following
            # As a device remembers it, and all that she said besides.
            self._talk = structs.replace(self._talk, routine=playing.carried(self._talk, following.at).routine)
            try:
                sounding = self._tracks.sounding(following.track)
            except SoundError as error:
                self._show(f"[{error}; going on in words]")
                self._take(Said(event="failed"))
                return Said(intent="resume")
            reply = self._take(Said(event="started", ms=following.ms)).reply
            if reply.stops_player:
                break
            played = self._sound(following, sounding, NIGHT_GAIN if reply.night else 1.0)
            if not played.finished:
                return self._interrupts(played.seconds)
            following = self._take(Said(event="nearly")).reply.play
            if self._was_the_last():
                return Said(event="finished")
            self._take(Said(event="finished"))
        self._falls_quiet()
        line = self._typed.get()
        return None if line is END else self._said(line, None)

    def _was_the_last(self) -> bool:
        """No step follows: then the coach ends the routine in words, as after any that it guided itself."""
        running = self._talk.routine
        if running is None or guiding.upcoming(running) is not None:
            return False
        self._falls_quiet()
        self._talk = structs.replace(self._talk, asked=Asked("ready"))
        return True

    def _falls_quiet(self) -> None:
        """Nothing plays any more, so what she says now is said to the coach, and not over a track."""
        self._track = None
        if (running := self._talk.routine) is not None:
            self._talk = structs.replace(self._talk, routine=structs.replace(running, chain=""))

    def _sound(self, track: Play, sounding: Sounding, gain: float) -> Played:
        self._show(f"[{track.title}]")
        coming = parts(sounding.sound, sounding.chapters, sounding.captions, start=track.ms / 1000, gain=gain)
        try:
            return self._live.play_parts(coming, on_cue=self._began, speed=self._speed)
        except KeyboardInterrupt:
            self._live.stop()
            self._stopped_at(self._live.seconds)
            raise
        finally:
            # Its marks name exercises, not steps: where she is in it, its milliseconds say.
            self._mark = None

    def _interrupts(self, seconds: float) -> Said | None:
        """She typed something while a track played."""
        line = self._typed.get()
        self._stopped_at(seconds, told=line is END)
        if line is END:
            return None
        self._show_line(line)
        return Said(text=line) if line.strip() else Said(intent="pause")

    def _stopped_at(self, seconds: float, *, told: bool = True) -> None:
        """The track at hand was stopped after so many seconds of sound. `told`: nothing that she says follows."""
        if self._track is None:
            return
        ms = self._track.ms + round(seconds * 1000)
        self._track = structs.replace(self._track, ms=ms)
        if told:
            self._take(Said(event="stopped", ms=ms))
        elif self._tracks is not None:
            self._talk = playing.at_ms(self._talk, self._tracks.content(self._locale), ms)

    def _began(self, cue: Cue) -> None:
        if self._interrupted:
            # Typed in the moment between two plays, when there was nothing to stop.
            self._live.stop()
            return
        if isinstance(cue, Mark):
            self._mark = cue.id
        elif isinstance(cue, (Say, *BEATS)) and cue.text:
            self._show(f"  {cue.text}")

    def _next(self, reply: Reply, played: Played) -> Said | None:
        """What she says next, or what her silence means; None when the input has ended and nothing goes on."""
        listen = next((cue.seconds for cue in reply.speech if isinstance(cue, Listen)), 0.0)
        flows = played.finished and self._paced and self._goes_on(reply)
        try:
            line = self._typed.get(listen / self._speed if flows else None)
        except queue.Empty:
            return Said(event="finished")
        if line is not END:
            self._unanswered = 0
            return self._said(line, self._mark)
        if self._typed.terminal:
            return None
        if flows:
            return Said(event="finished")
        self._unanswered += 1
        return Said(event="silence") if self._paced and reply.listening and self._unanswered <= 2 else None

    def _goes_on(self, reply: Reply) -> bool:
        """Guidance that has sounded to its end goes on by itself unless she says otherwise."""
        return reply.guiding and reply.asking == "ready"

    def _said(self, line: str, reached: str | None) -> Said:
        self._show_line(line)
        if line.strip():
            return Said(text=line, reached=reached)
        if self._talk.asked is not None and self._talk.asked.id == "paused_why":
            return Said(intent="repeat")  # the space bar, pressed twice, is no answer
        paused = self._talk.routine is not None and self._talk.routine.status == "paused"
        return Said(intent="resume") if paused else Said(intent="pause", reached=reached)

    def _show_line(self, line: str) -> str:
        if not self._typed.terminal and line.strip():
            self._show(f"> {line}")
        return line
