/* The sentence encoder's network, see `workbench.engines.sentence_network`. */

#include "arithmetic.h"

/* `_first_convolution`: products (window, known, width), projected (known, width); rows begins at the first
   token's window; hidden (count, width). */
EACH_PROCESSOR void add_products(const float *restrict products, const float *restrict projected,
                                 int64_t window, int64_t left, int64_t known, int64_t width,
                                 const int64_t *restrict rows, const uint8_t *restrict is_gap, int64_t count,
                                 float *restrict hidden) {
    for (int64_t token = 0; token < count; token++, hidden += width) {
        if (is_gap[token]) {
            memset(hidden, 0, width * sizeof *hidden);
            continue;
        }
        memcpy(hidden, products + rows[token] * width, width * sizeof *hidden);
        for (int64_t place = 1; place < window; place++) {
            const float *restrict product = products + (place * known + rows[token + place]) * width;
            for (int64_t d = 0; d < width; d++) hidden[d] += product[d];
        }
        const float *restrict own = projected + rows[token + left] * width;
        for (int64_t d = 0; d < width; d++) hidden[d] = greatest(hidden[d], 0) + own[d];
    }
}

/* `_Filter`, inputs: padded (any, width), transform (size, size), values (size, tiles, width). */
EACH_PROCESSOR void filter_inputs(const float *restrict padded, const float *restrict transform, int64_t size,
                                  int64_t tile, int64_t tiles, int64_t width, float *restrict values) {
    for (int64_t number = 0; number < tiles; number++, padded += tile * width)
        for (int64_t row = 0; row < size; row++) {
            float *restrict value = values + (row * tiles + number) * width;
            for (int64_t d = 0; d < width; d++) value[d] = transform[row * size] * padded[d];
            for (int64_t place = 1; place < size; place++) {
                float factor = transform[row * size + place];
                if (factor == 0) continue;
                for (int64_t d = 0; d < width; d++) value[d] += factor * padded[place * width + d];
            }
        }
}

/* `_Filter`, outputs: products (size, tiles, width), transform (tile, size); out has stride numbers a row. */
EACH_PROCESSOR void filter_outputs(const float *restrict products, const float *restrict transform,
                                   int64_t size, int64_t tile, int64_t tiles, int64_t width,
                                   const float *restrict bias, const float *restrict hidden, int64_t count,
                                   int64_t stride, int64_t column, float *restrict out) {
    for (int64_t token = 0; token < count; token++, hidden += width) {
        const float *restrict own = transform + token % tile * size;
        float *restrict sum = out + token * stride + column;
        memcpy(sum, bias, width * sizeof *sum);
        for (int64_t row = 0; row < size; row++) {
            const float *restrict product = products + (row * tiles + token / tile) * width;
            for (int64_t d = 0; d < width; d++) sum[d] += own[row] * product[d];
        }
        for (int64_t d = 0; d < width; d++) sum[d] = greatest(sum[d], 0) + hidden[d];
    }
}

/* `_normalised_sums`: features (sentence, places, width), sums (sentence, width). */
EACH_PROCESSOR void sum_features(const float *restrict features, const int64_t *restrict lengths,
                                 int64_t sentences, int64_t places, int64_t width,
                                 const float *restrict epsilon,
                                 float *restrict sums) {
    for (int64_t sentence = 0; sentence < sentences; sentence++, sums += width) {
        memset(sums, 0, width * sizeof *sums);
        float shift = 0;
        for (int64_t token = 0; token < lengths[sentence]; token++) {
            const float *restrict feature = features + (sentence * places + token) * width;
            float total = 0, squares = 0;
#pragma omp simd reduction(+ : total, squares)
            for (int64_t d = 0; d < width; d++) {
                total += feature[d];
                squares += feature[d] * feature[d];
            }
            float mean = total / width, variance = greatest(squares / width - mean * mean, 0);
            float inverse = 1 / sqrtf(variance + *epsilon);
            for (int64_t d = 0; d < width; d++) sums[d] += inverse * feature[d];
            shift += inverse * mean;
        }
        for (int64_t d = 0; d < width; d++) sums[d] -= shift;
    }
}
