"""One deadline for a request: nothing is begun that could pass it, and no other request feels it."""

from __future__ import annotations

from contextlib import suppress
from threading import Thread

from skill.deadline import SECONDS, Deadline, time_for
from tests.clocks import DummyClock


def test_without_a_deadline_there_is_always_time() -> None:
    assert time_for(1e9)


def test_what_could_pass_the_deadline_is_not_begun() -> None:
    clock = DummyClock()
    with Deadline(clock=clock).running():
        assert time_for(SECONDS)
        clock.passes(4.0)
        assert time_for(2.0)
        assert not time_for(2.1)


def test_a_deadline_that_has_passed_leaves_nothing_never_less() -> None:
    clock = DummyClock()
    deadline = Deadline(2.0, clock=clock)
    assert deadline.left() == 2.0
    clock.passes(5.0)
    assert deadline.left() == 0.0


def test_a_deadline_ends_with_its_block_whatever_happens_in_it() -> None:
    outer, inner = Deadline(3.0, clock=DummyClock()), Deadline(1.0, clock=DummyClock())
    with outer.running():
        with suppress(LookupError), inner.running():
            assert not time_for(2.0)
            raise LookupError
        assert time_for(2.0)
        assert not time_for(4.0)
    assert time_for(4.0)


def test_requests_in_other_threads_have_deadlines_of_their_own() -> None:
    found: list[bool] = []
    with Deadline(0.0, clock=DummyClock()).running():
        thread = Thread(target=lambda: found.append(time_for(1.0)))
        thread.start()
        thread.join()
        assert not time_for(1.0)
    assert found == [True]
