"""What we say: rules without language beside words by language, in YAML a physiotherapist can correct.

`compile` turns the YAML into committed JSON (build time, needs PyYAML); `load` reads that JSON at run time.
"""
