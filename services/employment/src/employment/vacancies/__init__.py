"""Employers, what work they offer, and how it fits whom."""
