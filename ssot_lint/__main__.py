"""`python -m ssot_lint`."""

from ssot_lint.fronts.start import run

if __name__ == "__main__":
    run()
