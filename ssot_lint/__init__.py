"""Keep one implementation per concept: consolidation decisions become guards."""

__version__ = "0.1.0"
