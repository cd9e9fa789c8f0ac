"""Run listgen with `python -m listgen`."""

from listgen.cli.main import main

if __name__ == "__main__":
    main()
