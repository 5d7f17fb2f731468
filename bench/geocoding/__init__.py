"""Addresses to points: Essaim beside addok, on one ground of real and made-up addresses."""
