"""Reading the decisions of a consolidation plan in Markdown."""
