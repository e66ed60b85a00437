"""How many second implementations of a class each tool finds, and how often it is wrong.

    python bench/clones.py make FOLDER [--seed S] [--trees NAME…] [--number N]
    python bench/clones.py score FOLDER [--seed S] [--held-out] [--trees NAME…] [--peers] [--list]
    python bench/clones.py judged FOLDER [--held-out] [--peers] [--list]

`make` puts mutants of real classes, in five levels, into real trees; `score` runs ssot-lint on
them, and on request the peers; `judged` does so on pairs of classes that people have judged.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
    from bench.clones_command import main

    raise SystemExit(main())
