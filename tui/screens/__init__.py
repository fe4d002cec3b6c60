"""The screens of the review application."""
