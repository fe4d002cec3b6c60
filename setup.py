"""What pyproject.toml cannot say yet without a warning: the inner loops in C.

They are optional: without a compiler numpy does the same, slower.
"""

from setuptools import Extension, setup

FLAGS = ["-O3", "-std=c11", "-fopenmp-simd", "-fno-math-errno", "-fno-trapping-math", "-fno-signed-zeros"]

setup(
    ext_modules=[
        Extension("aligners._compiled", ["aligners/compiled.c"], extra_compile_args=FLAGS, optional=True)
    ]
)
