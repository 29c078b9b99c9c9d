"""support-desk: short summaries of support tickets."""
