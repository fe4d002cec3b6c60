"""The widgets of the review application."""
