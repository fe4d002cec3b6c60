/* Vectors: the store in half precision, means, sums, unit length. */

#include "arithmetic.h"

static inline float from_half(uint16_t half) {
    float value = from_bits((uint32_t)(half & 0x7fff) << 13) * from_bits((254u - 15u) << 23);
    return from_bits(to_bits(value) | (uint32_t)(half & 0x8000) << 16);
}

/* Rounds to nearest, ties to even; for values below 65504. */
static inline uint16_t to_half(float value) {
    uint32_t bits = to_bits(value), sign = bits & 0x80000000u;
    bits ^= sign;
    uint32_t normal = (bits + 0xfffu + ((bits >> 13) & 1u) - (112u << 23)) >> 13;
    uint32_t small = to_bits(from_bits(bits) + 0.5f) - to_bits(0.5f);
    return (uint16_t)((bits < (113u << 23) ? small : normal) | sign >> 16);
}

/* `unit_vectors.unit_rows`: by what a vector of that square is multiplied to be of unit length. */
static inline float unit_scale(float square) {
    float norm = sqrtf(square);
    return norm > SHORTEST ? 1 / norm : 0;
}

/* `spans._centred_rows`: halves (any, width) by row, minus the mean, of unit length. */
EACH_PROCESSOR void centre_rows(const uint16_t *restrict store, const int64_t *restrict rows, int64_t count,
                                int64_t width, const float *restrict mean, float *restrict out) {
    for (int64_t row = 0; row < count; row++, out += width) {
        if (rows[row] < 0) {
            memset(out, 0, width * sizeof *out);
            continue;
        }
        const uint16_t *restrict half = store + rows[row] * width;
        float square = 0;
#pragma omp simd reduction(+ : square)
        for (int64_t d = 0; d < width; d++) {
            float value = from_half(half[d]) - mean[d];
            out[d] = value;
            square += value * value;
        }
        float scale = unit_scale(square);
        for (int64_t d = 0; d < width; d++) out[d] *= scale;
    }
}

/* `spans._mean_of_rows`: the sum of rows of the store. */
EACH_PROCESSOR void sum_rows(const uint16_t *restrict store, const int64_t *restrict rows, int64_t count,
                             int64_t width, double *restrict out) {
    for (int64_t row = 0; row < count; row++) {
        const uint16_t *restrict half = store + rows[row] * width;
        for (int64_t d = 0; d < width; d++) out[d] += from_half(half[d]);
    }
}

/* `spans._fill_unit`: rows of unit length in half precision. */
EACH_PROCESSOR void unit_halves(const float *restrict vectors, int64_t count, int64_t width,
                                uint16_t *restrict out) {
    for (int64_t row = 0; row < count; row++, vectors += width, out += width) {
        float square = 0;
#pragma omp simd reduction(+ : square)
        for (int64_t d = 0; d < width; d++) square += vectors[d] * vectors[d];
        float scale = unit_scale(square);
        for (int64_t d = 0; d < width; d++) out[d] = to_half(vectors[d] * scale);
    }
}

/* `anchors.sums_of_rows`: starts is (groups + 1,). */
EACH_PROCESSOR void sum_groups(const float *restrict vectors, const int64_t *restrict starts, int64_t groups,
                               int64_t width, float *restrict out) {
    for (int64_t group = 0; group < groups; group++, out += width) {
        memset(out, 0, width * sizeof *out);
        for (int64_t row = starts[group]; row < starts[group + 1]; row++)
            for (int64_t d = 0; d < width; d++) out[d] += vectors[row * width + d];
    }
}
