"""What pyproject.toml cannot say yet without a warning: the inner loops in C.

They are optional: without a compiler numpy does the same, slower.
"""

from pathlib import Path

from setuptools import Extension, setup

FOLDER = Path("aligners/native")
FLAGS = ["-O3", "-std=c11", "-fopenmp-simd", "-fno-math-errno", "-fno-trapping-math", "-fno-signed-zeros"]

setup(
    ext_modules=[
        Extension(
            "aligners._compiled",
            sorted(str(path) for path in FOLDER.glob("*.c")),
            depends=[str(FOLDER / "arithmetic.h")],
            extra_compile_args=FLAGS,
            optional=True,
        )
    ]
)
