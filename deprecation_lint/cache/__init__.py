"""What earlier runs have found out, kept on the disk to save time and nothing else."""
