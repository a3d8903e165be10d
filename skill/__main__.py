"""`python -m skill` is `gentle-back`."""

from skill.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
