"""Bytes → references: which file types there are, and who reads each."""
