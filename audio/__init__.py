"""The sound room: voices, chimes, a timeline made into audio, and live playback.

Of ours it imports only `skill.coach.timeline` and `skill.coach.errors`. Speech and sound libraries are imported late,
inside the functions that need them, so that the room opens on a machine that has none of them.
"""
