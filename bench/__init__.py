"""Speed, as numbers and ratios measured in one run: `./run bench`. Never part of the tests."""
