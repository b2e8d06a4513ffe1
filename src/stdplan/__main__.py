"""`python -m stdplan` is the same program as `stdplan`."""

from stdplan.cli import main

main()
