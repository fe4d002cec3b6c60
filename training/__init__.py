"""Train the compact Chinese→English package that ships with the workbench (`python -m
training.translator`).
"""
