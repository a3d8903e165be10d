"""How well people are understood: `./run measure WHAT FILE`. Nothing is learnt from the files."""
