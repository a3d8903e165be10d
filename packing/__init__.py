"""What goes to Amazon: the function's archive and the skill package. Build time only."""
