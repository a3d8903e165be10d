"""The core: frozen values in, frozen values out. Standard library and msgspec only; imports nothing else of ours."""
