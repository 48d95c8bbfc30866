"""`python -m skelbench` is the same command as `skelbench`."""

from skelbench.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
