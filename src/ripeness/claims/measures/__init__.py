"""Measures that read the control panel and nothing else."""
