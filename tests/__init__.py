"""Tests of the Bitext Workbench; the folders mirror the packages."""
