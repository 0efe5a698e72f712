"""A small web service: it answers, says whether it is healthy, and stops when it is told to."""
