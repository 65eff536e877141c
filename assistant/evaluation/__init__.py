"""Evaluation: question sets with gold, measures, runs that can be made again, reports and comparisons."""
