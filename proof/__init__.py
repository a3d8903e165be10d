"""Exhaustive proofs of the triage engine: `python -m proof` (`./run prove`), and mutation testing beside them."""
