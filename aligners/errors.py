"""Errors that a caller of the aligners can act on."""


class AlignerError(Exception):
    """Base of all errors of this package."""


class VectorError(AlignerError):
    """Vectors of the wrong shape, of the wrong number, or with values that are not finite."""


class BeadError(AlignerError):
    """Beads that do not cover both texts in order, or an edit that would make them so."""


class UnknownAlignerError(AlignerError):
    """No aligner of that name is registered."""


class GoldFormatError(AlignerError):
    """A line of an alignment file that is not `[source ids]:[target ids]`."""


class WeightsError(AlignerError):
    """Weights of a chain that are not JSON, or for other features than this version has."""
