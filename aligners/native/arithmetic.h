/* What the inner loops in C share: arithmetic, and how a function is compiled for several processors.

   The files of this folder hold the inner loops of the aligners, and of the encoder whose vectors they take.
   Each does what a function of numpy's does, which is named above it, says what the arguments mean and stays in
   use where these files could not be compiled; `aligners/compiled.py` calls. Arrays are contiguous and row by
   row. Plain C without Python, so that any C compiler will do. */

#ifndef ARITHMETIC_H
#define ARITHMETIC_H

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
#define EACH_PROCESSOR __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define EACH_PROCESSOR
#endif

#define BLOCK 128
#define SHORTEST 1e-6f /* as in `aligners/unit_vectors.py` */
#define MOST_TYPES 32

static inline float least(float a, float b) { return a < b ? a : b; }
static inline float greatest(float a, float b) { return a > b ? a : b; }
static inline int64_t lower(int64_t a, int64_t b) { return a < b ? a : b; }
static inline int64_t higher(int64_t a, int64_t b) { return a > b ? a : b; }

static inline float from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, sizeof value);
    return value;
}

static inline uint32_t to_bits(float value) {
    uint32_t bits;
    memcpy(&bits, &value, sizeof bits);
    return bits;
}

/* exp(x) for x <= 0, within 2e-7 of it: 2 to a whole power times a polynomial (Cephes, Moshier 1989). */
static inline float exp_below_zero(float x) {
    x = greatest(x, -87.0f);
    float shifted = x * 1.44269504088896341f + 12582912.0f;
    float whole = shifted - 12582912.0f;
    float rest = x - whole * 0.693359375f + whole * 2.12194440e-4f;
    float sum = 1.9875691500e-4f;
    sum = sum * rest + 1.3981999507e-3f;
    sum = sum * rest + 8.3334519073e-3f;
    sum = sum * rest + 4.1665795894e-2f;
    sum = sum * rest + 1.6666665459e-1f;
    sum = sum * rest + 5.0000001201e-1f;
    sum = sum * rest * rest + rest + 1.0f;
    return sum * from_bits((to_bits(shifted) - 0x4B400000u + 127u) << 23);
}

static inline float log_of_sum(float a, float b) {
    float high = greatest(a, b), low = least(a, b);
    return low < high - 87.0f ? high : high + log1pf(expf(low - high));
}

#endif
