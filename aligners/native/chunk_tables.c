/* The tables of a chunk: norms and cosines of spans, clauses, cover. */

#include "arithmetic.h"

/* `tables._span_norms`: products has room for (most, count) numbers. */
EACH_PROCESSOR void span_norms(const float *restrict vectors, const float *restrict lengths, int64_t count,
                               int64_t width, int64_t most, double *restrict products, float *restrict out) {
    for (int64_t step = 0; step < most; step++)
        for (int64_t row = 0; row + step < count; row++) {
            const float *restrict first = vectors + row * width, *restrict second = first + step * width;
            float product = 0;
#pragma omp simd reduction(+ : product)
            for (int64_t d = 0; d < width; d++) product += first[d] * second[d];
            products[step * count + row] = (double)product * lengths[row] * lengths[row + step];
        }
    const double shortest = (double)SHORTEST * SHORTEST;
    for (int64_t row = 0; row < count; row++) {
        double square = 0;
        for (int64_t size = 1; size <= most && row + size <= count; size++) {
            int64_t last = row + size - 1;
            square += products[last];
            for (int64_t step = 1; step < size; step++) square += 2 * products[step * count + last - step];
            out[(size - 1) * count + row] = (float)(1 / sqrt(square > shortest ? square : shortest));
        }
    }
}

/* `tables._span_cosines`: out is (pairs of sizes, n + spare, m + spare), all zero; work has room for three
   tables of (n, m). */
EACH_PROCESSOR void span_cosines(const float *restrict cosines, const float *restrict source_lengths,
                                 const float *restrict target_lengths, const float *restrict source_norms,
                                 const float *restrict target_norms, int64_t n, int64_t m, int64_t most,
                                 int64_t spare, float *restrict out, float *restrict work) {
    float *restrict weighted = work, *restrict rows = work + n * m, *restrict box = work + 2 * n * m;
    for (int64_t i = 0; i < n; i++)
        for (int64_t j = 0; j < m; j++)
            weighted[i * m + j] = cosines[i * m + j] * source_lengths[i] * target_lengths[j];
    memcpy(rows, weighted, n * m * sizeof *rows);
    for (int64_t a = 1; a <= most; a++) {
        int64_t height = n - a + 1;
        for (int64_t place = 0; a > 1 && place < height * m; place++)
            rows[place] += weighted[place + (a - 1) * m];
        if (height > 0) memcpy(box, rows, height * m * sizeof *box);
        for (int64_t b = 1; b <= most + 1 - a; b++, out += (n + spare) * (m + spare))
            for (int64_t i = 0; i < height; i++) {
                float *restrict own = box + i * m, *restrict cell = out + (i + 1) * (m + spare) + 1;
                const float *restrict next = rows + i * m + b - 1;
                const float *restrict norms = target_norms + (b - 1) * m;
                float norm = source_norms[(a - 1) * n + i];
                for (int64_t j = 0; b > 1 && j < m - b + 1; j++) own[j] += next[j];
                for (int64_t j = 0; j < m - b + 1; j++) cell[j] = own[j] * norm * norms[j];
            }
    }
}

/* `tables._clause_values`, both sides at once: between is (p, q); source (p, m) and target (q, n) come in as
   the cosines of clauses with sentences; work has room for q numbers. */
EACH_PROCESSOR void best_clauses(const float *restrict between, const int64_t *restrict source_starts,
                                 const int64_t *restrict target_starts, int64_t n, int64_t m,
                                 float *restrict source, float *restrict target, float *restrict work) {
    int64_t q = target_starts[m];
    for (int64_t i = 0; i < n; i++) {
        for (int64_t clause = 0; clause < q; clause++) work[clause] = 0;
        for (int64_t p = source_starts[i]; p < source_starts[i + 1]; p++) {
            const float *restrict row = between + p * q;
            for (int64_t clause = 0; clause < q; clause++) work[clause] = greatest(work[clause], row[clause]);
            for (int64_t j = 0; j < m; j++) {
                float best = greatest(source[p * m + j], 0);
                for (int64_t clause = target_starts[j]; clause < target_starts[j + 1]; clause++)
                    best = greatest(best, row[clause]);
                source[p * m + j] = best;
            }
        }
        for (int64_t clause = 0; clause < q; clause++)
            target[clause * n + i] = greatest(target[clause * n + i], work[clause]);
    }
}

/* `coverage._sums`: values (piece, width), best a copy of them; out (most, 2, n + 1, stride), or with the last
   two axes changed, (most, 2, width + 1, stride); all zero. work has room for two rows of width. */
EACH_PROCESSOR void cover(const float *restrict values, float *restrict best, const float *restrict weights,
                          const int64_t *restrict starts, int64_t n, int64_t width, int64_t most,
                          int64_t stride, int64_t is_turned, float *restrict out, float *restrict work) {
    float *restrict inside = work, *restrict lost = work + width;
    int64_t table = (is_turned ? width + 1 : n + 1) * stride;
    for (int64_t size = 1; size <= most; size++, out += 2 * table) {
        int64_t places = width - size + 1;
        memset(work, 0, 2 * width * sizeof *work);
        for (int64_t i = 0; i < n; i++) {
            for (int64_t piece = starts[i]; piece < starts[i + 1]; piece++) {
                const float *restrict value = values + piece * width;
                float *restrict own = best + piece * width;
                float weight = weights[piece];
                for (int64_t j = 0; j < places; j++) {
                    own[j] = greatest(own[j], value[j + size - 1]);
                    inside[j] += weight * own[j];
                }
                if (places == 1) continue;
                lost[0] += weight * greatest(value[size] - own[0], 0);
                for (int64_t j = 1; j < places - 1; j++)
                    lost[j] += weight * greatest(greatest(value[j - 1], value[j + size]) - own[j], 0);
                lost[places - 1] += weight * greatest(value[places - 2] - own[places - 1], 0);
            }
            if (is_turned)
                for (int64_t j = 0; j < places; j++) {
                    out[j * stride + i + 1] = inside[j];
                    out[table + j * stride + i + 1] = lost[j];
                }
            else {
                memcpy(out + (i + 1) * stride, inside, places * sizeof *out);
                memcpy(out + table + (i + 1) * stride, lost, places * sizeof *out);
            }
        }
    }
}
