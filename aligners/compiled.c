/* The inner loops of the aligners, and of the encoder whose vectors they take. Each does what a function of
   numpy's does, which is named above it, says what the arguments mean and stays in use where this file could
   not be compiled; `compiled.py` calls.

   Arrays are contiguous and row by row. Plain C without Python, so that any C compiler will do. */

#include <math.h>
#include <stdint.h>
#include <string.h>

#if defined(__x86_64__) && defined(__gnu_linux__) && defined(__GNUC__) && !defined(__clang__)
#define EACH_PROCESSOR __attribute__((target_clones("arch=skylake-avx512", "arch=haswell", "default")))
#else
#define EACH_PROCESSOR
#endif

#define BLOCK 128
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

/* ---- vectors ---- */

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

/* `spans.centred_rows`: halves (any, width) by row, minus the mean, of unit length. */
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
        float norm = sqrtf(square), scale = norm > 1e-6f ? 1 / norm : 0;
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

/* `spans._to_store`: rows of unit length in half precision. */
EACH_PROCESSOR void unit_halves(const float *restrict vectors, int64_t count, int64_t width,
                                uint16_t *restrict out) {
    for (int64_t row = 0; row < count; row++, vectors += width, out += width) {
        float square = 0;
#pragma omp simd reduction(+ : square)
        for (int64_t d = 0; d < width; d++) square += vectors[d] * vectors[d];
        float scale = 1 / greatest(sqrtf(square), 1e-6f);
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

/* ---- text ---- */

/* Kinds of characters, as `clauses.KINDS`. */
enum { SPACE = 1, HAN = 2, WORD = 4, STOP = 8, COMMA = 16, POINT = 32, CLOSING = 64, AFTER = 128 };

static inline int has_two_words(const uint8_t *kinds, int64_t place, int64_t end) {
    for (int words = 0; place < end;) {
        uint8_t kind = kinds[place++];
        if (!(kind & (HAN | WORD))) continue;
        if (++words == 2) return 1;
        while (!(kind & HAN) && place < end && kinds[place] & WORD) place++;
    }
    return 0;
}

/* Gives the end of the marks that end a clause at place, or place where there are none. */
static inline int64_t after_marks(const uint8_t *kinds, int64_t place, int64_t end) {
    int64_t next = place;
    if (kinds[place] & STOP) {
        while (next < end && kinds[next] & STOP) next++;
    } else if (kinds[place] & COMMA) {
        if (++next < end && !(kinds[next] & (SPACE | AFTER))) return place;
    } else if (kinds[place] & POINT) {
        while (next < end && kinds[next] & POINT) next++;
        if (next == end || !(kinds[next] & (SPACE | AFTER))) return place;
    } else
        return place;
    while (next < end && kinds[next] & CLOSING) next++;
    while (next < end && kinds[next] & SPACE) next++;
    return next;
}

/* `clauses.cut_text`: sentence by sentence, the clauses' first and last characters but for spaces, two numbers
   each; bounds has room for twice as many as there are characters and sentences. */
void cut_clauses(const uint8_t *restrict kinds, const int64_t *restrict starts, int64_t sentences,
                 int64_t most, int64_t *restrict bounds, int64_t *restrict counts) {
    for (int64_t sentence = 0; sentence < sentences; sentence++) {
        int64_t start = starts[sentence], end = starts[sentence + 1], found = 0;
        while (start < end && kinds[start] & SPACE) start++;
        while (start < end && kinds[end - 1] & SPACE) end--;
        for (int64_t place = start, first = start; place < end;) {
            int64_t next = after_marks(kinds, place, end);
            if (next > place && has_two_words(kinds, first, next)) bounds[found++] = first = next;
            place = next > place ? next : place + 1;
        }
        int64_t rest = found ? bounds[found - 1] : start;
        if (found && rest < end && !has_two_words(kinds, rest, end))
            bounds[found - 1] = end;
        else if (!found || rest < end)
            bounds[found++] = end;
        int64_t size = (found + most - 1) / most, clauses = (found + size - 1) / size;
        for (int64_t clause = 0; clause < clauses; clause++)
            bounds[clause] = bounds[lower((clause + 1) * size, found) - 1];
        for (int64_t clause = clauses - 1; clause >= 0; clause--) {
            int64_t first = clause ? bounds[clause - 1] : start, last = bounds[clause];
            while (first < last && kinds[first] & SPACE) first++;
            while (first < last && kinds[last - 1] & SPACE) last--;
            bounds[2 * clause] = first, bounds[2 * clause + 1] = last;
        }
        bounds += 2 * clauses;
        counts[sentence] = clauses;
    }
}

/* `lexicon._likely_pairs`: counts (anchor,), and if pairs is not null, those pairs one after another. */
void likely_pairs(const int64_t *restrict source_starts, const int64_t *restrict source_ids,
                  const int64_t *restrict target_starts, const int64_t *restrict target_ids,
                  const int64_t *restrict source_rows, const int64_t *restrict target_rows, int64_t anchors,
                  const int64_t *restrict source_frequencies, const int64_t *restrict target_frequencies,
                  int64_t targets, int64_t least, const double *restrict least_dice, int64_t *restrict counts,
                  int64_t *restrict pairs) {
    int64_t found = 0;
    for (int64_t anchor = 0; anchor < anchors; anchor++) {
        int64_t before = found, i = source_rows[anchor], j = target_rows[anchor];
        for (int64_t own = source_starts[i]; own < source_starts[i + 1]; own++) {
            int64_t frequency = source_frequencies[source_ids[own]];
            if (frequency < least) continue;
            for (int64_t other = target_starts[j]; other < target_starts[j + 1]; other++) {
                int64_t others = target_frequencies[target_ids[other]], rarer = lower(frequency, others);
                if (rarer < least || 2.0 * rarer < *least_dice * (frequency + others)) continue;
                if (pairs) pairs[found] = source_ids[own] * targets + target_ids[other];
                found++;
            }
        }
        counts[anchor] = found - before;
    }
}

/* ---- tables of a chunk ---- */

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
    for (int64_t row = 0; row < count; row++) {
        double square = 0;
        for (int64_t size = 1; size <= most && row + size <= count; size++) {
            int64_t last = row + size - 1;
            square += products[last];
            for (int64_t step = 1; step < size; step++) square += 2 * products[step * count + last - step];
            out[(size - 1) * count + row] = (float)(1 / sqrt(square > 1e-12 ? square : 1e-12));
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

/* ---- scores of beads ---- */

enum { SIDE_VALUES = 6 };    /* of spans: length, log, spread, clause share, figures, concepts */
enum { PIECE_KINDS = 2 };    /* figures and concepts */
enum { WEIGHTS = 20 };       /* as `match_features.PAIR_FEATURES` */

typedef struct {
    int64_t n, m, spare, most;
    const float *spans;                  /* (pairs of sizes up to most + 1 in all, n + spare, m + spare) */
    const float *source, *target;        /* (size, value, n), (size, value, m + spare) */
    const float *clauses[2];             /* by side: running sums as `cover` gives them */
    const float *pieces[PIECE_KINDS][2]; /* likewise; null where there is none */
} Tables;

/* The beads of a row: their sizes, where they begin in the source, the first of them in the target, how many. */
typedef struct {
    int64_t a, b, i, low, count;
} Place;

static inline const float *span_row(const Tables *tables, int64_t a, int64_t b, int64_t i) {
    int64_t table = (a - 1) * (tables->most + 1) - (a - 1) * (a - 2) / 2 + b - 1;
    int64_t stride = tables->m + tables->spare;
    return tables->spans + (table * (tables->n + tables->spare) + i + 1) * stride + 1;
}

static inline void least_of(float *restrict out, const float *restrict row, int64_t count) {
    for (int64_t j = 0; j < count; j++) out[j] = least(out[j], row[j]);
}

static inline void greatest_of(float *restrict out, const float *restrict row, int64_t count) {
    for (int64_t j = 0; j < count; j++) out[j] = greatest(out[j], row[j]);
}

/* Adds what similarities say, as `match_features._add_cosines`; room has six rows of count. */
static inline void add_cosines(const Tables *tables, Place at, const float *restrict weights,
                               float *restrict out, float *restrict room) {
    int64_t a = at.a, b = at.b, i = at.i, low = at.low, count = at.count;
    float *restrict weakest_source = room, *restrict weakest_target = room + count;
    float *restrict longer = room + 2 * count, *restrict shorter = room + 3 * count;
    float *restrict source_beside = room + 4 * count, *restrict target_beside = room + 5 * count;
    const float *restrict cosine = span_row(tables, a, b, i) + low;
    size_t bytes = count * sizeof *room;
    memcpy(weakest_source, span_row(tables, 1, b, i) + low, bytes);
    for (int64_t k = 1; k < a; k++) least_of(weakest_source, span_row(tables, 1, b, i + k) + low, count);
    memcpy(weakest_target, span_row(tables, a, 1, i) + low, bytes);
    for (int64_t k = 1; k < b; k++) least_of(weakest_target, span_row(tables, a, 1, i) + low + k, count);
    memcpy(longer, span_row(tables, a + 1, b, i) + low, bytes);
    greatest_of(longer, span_row(tables, a + 1, b, i - 1) + low, count);
    greatest_of(longer, span_row(tables, a, b + 1, i) + low, count);
    greatest_of(longer, span_row(tables, a, b + 1, i) + low - 1, count);
    for (int64_t j = 0; j < count; j++) shorter[j] = a == 1 && b == 1 ? cosine[j] : -2;
    if (a > 1) {
        greatest_of(shorter, span_row(tables, a - 1, b, i) + low, count);
        greatest_of(shorter, span_row(tables, a - 1, b, i + 1) + low, count);
    }
    if (b > 1) {
        greatest_of(shorter, span_row(tables, a, b - 1, i) + low, count);
        greatest_of(shorter, span_row(tables, a, b - 1, i) + low + 1, count);
    }
    memcpy(source_beside, span_row(tables, 1, b, i - 1) + low, bytes);
    greatest_of(source_beside, span_row(tables, 1, b, i + a) + low, count);
    memcpy(target_beside, span_row(tables, a, 1, i) + low - 1, bytes);
    greatest_of(target_beside, span_row(tables, a, 1, i) + low + b, count);
    for (int64_t j = 0; j < count; j++)
        out[j] += weights[0] * cosine[j] + weights[1] * (weakest_source[j] - cosine[j]) +
                  weights[2] * (weakest_target[j] - cosine[j]) + weights[3] * (cosine[j] - longer[j]) +
                  weights[4] * (cosine[j] - shorter[j]) + weights[5] * source_beside[j] +
                  weights[6] * target_beside[j];
}

static inline const float *source_value(const Tables *tables, Place at, int64_t value) {
    return tables->source + ((at.a - 1) * SIDE_VALUES + value) * tables->n + at.i;
}

static inline const float *target_values(const Tables *tables, Place at, int64_t value) {
    return tables->target + ((at.b - 1) * SIDE_VALUES + value) * (tables->m + tables->spare) + at.low;
}

/* Adds what lengths say, as `match_features._add_lengths`. */
static inline void add_lengths(const Tables *tables, Place at, const float *restrict weights,
                               float *restrict out) {
    float length = *source_value(tables, at, 0), log = *source_value(tables, at, 1);
    float spread = *source_value(tables, at, 2);
    const float *restrict lengths = target_values(tables, at, 0), *restrict logs = target_values(tables, at, 1);
    const float *restrict spreads = target_values(tables, at, 2);
    for (int64_t j = 0; j < at.count; j++) {
        float difference = least(fabsf(logs[j] - log), 2);
        float deviations = least(fabsf(lengths[j] - length) / sqrtf(spread + spreads[j]), 4);
        out[j] += weights[0] * difference + weights[1] * difference * difference + weights[2] * deviations;
    }
}

/* Where the running sums of a side's pieces begin and end for the beads of a row. */
typedef struct {
    const float *from, *to;
} Sums;

enum { INSIDE, LOST };

static inline Sums source_sums(const Tables *tables, Place at, const float *covered, int kind) {
    int64_t stride = tables->m + tables->spare, table = (tables->n + 1) * stride;
    const float *row = covered + (2 * (at.b - 1) + kind) * table + at.i * stride + at.low;
    return (Sums){row, row + at.a * stride};
}

static inline Sums target_sums(const Tables *tables, Place at, const float *covered, int kind) {
    int64_t stride = tables->m + tables->spare, table = (tables->n + 1) * stride;
    const float *row = covered + (2 * (at.a - 1) + kind) * table + at.i * stride + at.low;
    return (Sums){row, row + at.b};
}

/* Adds what clauses say, as `match_features._add_clauses`. */
static inline void add_clauses(const Tables *tables, Place at, const float *restrict weights,
                               float *restrict out) {
    float share = *source_value(tables, at, 3);
    const float *restrict shares = target_values(tables, at, 3);
    Sums own = source_sums(tables, at, tables->clauses[0], INSIDE);
    Sums own_lost = source_sums(tables, at, tables->clauses[0], LOST);
    Sums other = target_sums(tables, at, tables->clauses[1], INSIDE);
    Sums other_lost = target_sums(tables, at, tables->clauses[1], LOST);
    float own_weight = weights[0] * share, lost_weight = weights[2] * share;
#pragma omp simd
    for (int64_t j = 0; j < at.count; j++)
        out[j] += own_weight * (own.to[j] - own.from[j]) + lost_weight * (own_lost.to[j] - own_lost.from[j]) +
                  shares[j] * (weights[1] * (other.to[j] - other.from[j]) +
                               weights[3] * (other_lost.to[j] - other_lost.from[j]));
}

/* Adds what figures or concepts say, as `match_features._add_pieces`; room has two rows. */
static inline void add_pieces(const Tables *tables, Place at, int kind, const float *restrict weights,
                              float *restrict out, float *restrict room) {
    const float *source = tables->pieces[kind][0], *target = tables->pieces[kind][1];
    if (!source && !target) return;
    float *restrict shared = room, *restrict lost = room + at.count;
    memset(room, 0, 2 * at.count * sizeof *room);
    if (source) {
        Sums inside = source_sums(tables, at, source, INSIDE), beside = source_sums(tables, at, source, LOST);
        for (int64_t j = 0; j < at.count; j++) {
            shared[j] = inside.to[j] - inside.from[j];
            lost[j] = beside.to[j] - beside.from[j];
        }
    }
    if (target) {
        Sums inside = target_sums(tables, at, target, INSIDE), beside = target_sums(tables, at, target, LOST);
        for (int64_t j = 0; j < at.count; j++) {
            shared[j] += inside.to[j] - inside.from[j];
            lost[j] += beside.to[j] - beside.from[j];
        }
    }
    float own = *source_value(tables, at, 4 + kind);
    const float *restrict others = target_values(tables, at, 4 + kind);
    for (int64_t j = 0; j < at.count; j++)
        out[j] += weights[0] * least(0.5f * shared[j], 4) + weights[1] * least(own + others[j] - shared[j], 4) +
                  weights[2] * least(lost[j], 4);
}

/* Adds the weighted `match_features.PAIR_FEATURES` of the beads of a row. */
static inline void add_pair(const Tables *tables, Place at, const float *restrict weights, float *restrict out,
                            float *restrict room) {
    add_cosines(tables, at, weights, out, room);
    add_lengths(tables, at, weights + 7, out);
    add_clauses(tables, at, weights + 10, out);
    for (int kind = 0; kind < PIECE_KINDS; kind++)
        add_pieces(tables, at, kind, weights + 14 + 3 * kind, out, room);
}

/* `match_scores.score_matches`: writes the score of every bead between two boundaries of a chunk.

   shapes is (type, 2), weights (type, WEIGHTS), source_scores (type, n) and target_scores (type, m), extra
   (type, n, m) or null; columns (boundary,) are those of match, (type, lattice). numbers has room for
   (n + 1, m + 1), bounds for 2 (n + 1), work for seven rows of m. */
EACH_PROCESSOR void score_beads(int64_t n, int64_t m, int64_t spare, int64_t most, const float *spans,
                                const float *source, const float *target, const float *source_clauses,
                                const float *target_clauses, const float *source_figures,
                                const float *target_figures, const float *source_concepts,
                                const float *target_concepts, int64_t types, const int32_t *shapes,
                                const float *weights, const float *source_scores,
                                const float *target_scores, const float *extra, int64_t boundaries,
                                const int32_t *boundary_source, const int32_t *boundary_target,
                                const int64_t *columns, int64_t lattice, float *match,
                                int32_t *restrict numbers, int64_t *restrict bounds, float *restrict work) {
    const Tables tables = {n, m, spare, most, spans, source, target, {source_clauses, target_clauses},
                           {{source_figures, target_figures}, {source_concepts, target_concepts}}};
    int64_t *restrict low = bounds, *restrict high = bounds + n + 1;
    for (int64_t cell = 0; cell < (n + 1) * (m + 1); cell++) numbers[cell] = -1;
    for (int64_t i = 0; i <= n; i++) low[i] = m + 1, high[i] = -1;
    for (int64_t k = 0; k < boundaries; k++) {
        int64_t i = boundary_source[k], j = boundary_target[k];
        numbers[i * (m + 1) + j] = (int32_t)columns[k];
        low[i] = lower(low[i], j), high[i] = higher(high[i], j);
    }
    for (int64_t type = 0; type < types; type++, weights += WEIGHTS, match += lattice) {
        int64_t a = shapes[2 * type], b = shapes[2 * type + 1];
        for (int64_t i = 0; i + a <= n; i++) {
            int64_t first = higher(higher(low[i], low[i + a] - b), 0);
            int64_t count = lower(lower(high[i], high[i + a] - b), m - b) - first + 1;
            float *restrict scores = work;
            for (int64_t j = 0; j < count; j++)
                scores[j] = source_scores[type * n + i] + target_scores[type * m + first + j];
            const float *more = extra ? extra + (type * n + i) * m + first : 0;
            for (int64_t j = 0; more && j < count; j++) scores[j] += more[j];
            if (count > 0) add_pair(&tables, (Place){a, b, i, first, count}, weights, scores, work + m);
            const int32_t *begins = numbers + i * (m + 1) + first;
            const int32_t *ends = numbers + (i + a) * (m + 1) + first + b;
            for (int64_t j = 0; j < count; j++)
                if (begins[j] >= 0 && ends[j] >= 0) match[ends[j]] = scores[j];
        }
    }
}

/* ---- the chain ---- */

/* `chain_model._sum_and_share`, for a block of boundaries and at most MOST_TYPES types. */
static inline void sum_and_share(int64_t types, int64_t lattice, int64_t top, int64_t count,
                                 const int32_t *restrict from, const float *restrict into,
                                 const float *restrict scores, float *restrict shares, float *restrict sums) {
    float terms[MOST_TYPES * BLOCK], highest[BLOCK], total[BLOCK];
    for (int64_t c = 0; c < count; c++) highest[c] = -INFINITY, total[c] = 0;
    for (int64_t type = 0; type < types; type++) {
        const int32_t *restrict begins = from + type * lattice + top;
        const float *restrict score = scores + type * lattice + top;
        float *restrict term = terms + type * BLOCK;
        for (int64_t c = 0; c < count; c++) {
            term[c] = into[begins[c]] + score[c];
            highest[c] = greatest(highest[c], term[c]);
        }
    }
    for (int64_t type = 0; type < types; type++) {
        float *restrict term = terms + type * BLOCK;
        for (int64_t c = 0; c < count; c++) {
            term[c] = exp_below_zero(term[c] - highest[c]);
            total[c] += term[c];
        }
    }
    for (int64_t c = 0; c < count; c++) {
        sums[c] = highest[c] + logf(total[c]);
        total[c] = 1 / total[c];
    }
    for (int64_t type = 0; type < types; type++) {
        float *restrict share = shares + type * lattice + top;
        const float *restrict term = terms + type * BLOCK;
        for (int64_t c = 0; c < count; c++) share[c] = term[c] * total[c];
    }
}

/* `chain_model._sum_forward`: the tables come in as it makes them, before the second diagonal. */
EACH_PROCESSOR void sum_forward(int64_t lattice, int64_t diagonals, int64_t types, int64_t gaps,
                                const int64_t *restrict tops, const int32_t *restrict match_from,
                                const int32_t *restrict gap_from, const float *restrict match,
                                const float *restrict gap, const float *restrict cut,
                                const float *restrict opening, float *restrict after_match,
                                float *restrict after_gap, float *restrict into_match,
                                float *restrict into_gap, float *restrict match_shares,
                                float *restrict gap_shares) {
    for (int64_t diagonal = 1; diagonal < diagonals; diagonal++)
        for (int64_t top = tops[diagonal]; top < tops[diagonal + 1]; top += BLOCK) {
            int64_t count = lower(BLOCK, tops[diagonal + 1] - top);
            sum_and_share(types, lattice, top, count, match_from, into_match, match, match_shares,
                          after_match + top);
            sum_and_share(gaps, lattice, top, count, gap_from, into_gap, gap, gap_shares, after_gap + top);
            for (int64_t c = top; c < top + count; c++) {
                into_match[c] = log_of_sum(after_match[c] + cut[c], after_gap[c]);
                into_gap[c] = log_of_sum(after_match[c] + opening[c], after_gap[c]);
            }
        }
}

/* `chain_model._differentiate`: match and gap have one column more, for nowhere; after_match and after_gap come
   in with what ends at the last boundaries. */
EACH_PROCESSOR void differentiate(int64_t lattice, int64_t diagonals, int64_t types, int64_t gaps,
                                  const int64_t *restrict tops, const int32_t *restrict match_to,
                                  const int32_t *restrict gap_to, const float *restrict stays,
                                  const float *restrict opens, const float *restrict match_shares,
                                  const float *restrict gap_shares, float *restrict after_match,
                                  float *restrict after_gap, float *restrict match, float *restrict gap,
                                  float *restrict cut, float *restrict opening) {
    for (int64_t diagonal = diagonals - 1; diagonal >= 0; diagonal--)
        for (int64_t top = tops[diagonal]; top < tops[diagonal + 1]; top += BLOCK) {
            int64_t count = lower(BLOCK, tops[diagonal + 1] - top);
            float by_match[BLOCK] = {0}, by_gap[BLOCK] = {0};
            for (int64_t type = 0; type < types; type++) {
                const int32_t *restrict ends = match_to + type * lattice + top;
                const float *restrict known = match + type * (lattice + 1);
                for (int64_t c = 0; c < count; c++) by_match[c] += known[ends[c]];
            }
            for (int64_t type = 0; type < gaps; type++) {
                const int32_t *restrict ends = gap_to + type * lattice + top;
                const float *restrict known = gap + type * (lattice + 1);
                for (int64_t c = 0; c < count; c++) by_gap[c] += known[ends[c]];
            }
            for (int64_t c = 0; c < count; c++) {
                float cuts = by_match[c] * stays[top + c], openings = by_gap[c] * opens[top + c];
                cut[top + c] = cuts, opening[top + c] = openings;
                after_match[top + c] += cuts + openings;
                after_gap[top + c] += by_match[c] - cuts + by_gap[c] - openings;
            }
            for (int64_t type = 0; type < types; type++) {
                const float *restrict share = match_shares + type * lattice + top;
                float *restrict out = match + type * (lattice + 1) + top;
                for (int64_t c = 0; c < count; c++) out[c] = share[c] * after_match[top + c];
            }
            for (int64_t type = 0; type < gaps; type++) {
                const float *restrict share = gap_shares + type * lattice + top;
                float *restrict out = gap + type * (lattice + 1) + top;
                for (int64_t c = 0; c < count; c++) out[c] = share[c] * after_gap[top + c];
            }
        }
}

/* The best term of a block of boundaries and its type, the first of equals. */
static inline void choose(int64_t types, int64_t lattice, int64_t top, int64_t count,
                          const int32_t *restrict from, const float *restrict into,
                          const float *restrict scores, float *restrict best, int8_t *restrict kinds) {
    int32_t chosen[BLOCK] = {0};
    for (int64_t c = 0; c < count; c++) best[c] = into[from[top + c]] + scores[top + c];
    for (int64_t type = 1; type < types; type++) {
        const int32_t *restrict begins = from + type * lattice + top;
        const float *restrict score = scores + type * lattice + top;
        for (int64_t c = 0; c < count; c++) {
            float term = into[begins[c]] + score[c];
            chosen[c] = term > best[c] ? (int32_t)type : chosen[c];
            best[c] = greatest(term, best[c]);
        }
    }
    for (int64_t c = 0; c < count; c++) kinds[top + c] = (int8_t)chosen[c];
}

/* `chain_model.best_paths`: what leads to each boundary on the best path. */
EACH_PROCESSOR void find_best(int64_t lattice, int64_t diagonals, int64_t types, int64_t gaps,
                              const int64_t *restrict tops, const int32_t *restrict match_from,
                              const int32_t *restrict gap_from, const float *restrict match,
                              const float *restrict gap, const float *restrict cut,
                              const float *restrict opening, float *restrict into_match,
                              float *restrict into_gap, int8_t *restrict last_match, int8_t *restrict last_gap,
                              uint8_t *restrict comes_from_match, uint8_t *restrict opens,
                              uint8_t *restrict ends_in_match) {
    for (int64_t diagonal = 1; diagonal < diagonals; diagonal++)
        for (int64_t top = tops[diagonal]; top < tops[diagonal + 1]; top += BLOCK) {
            int64_t count = lower(BLOCK, tops[diagonal + 1] - top);
            float after_match[BLOCK], after_gap[BLOCK];
            choose(types, lattice, top, count, match_from, into_match, match, after_match, last_match);
            choose(gaps, lattice, top, count, gap_from, into_gap, gap, after_gap, last_gap);
            for (int64_t c = 0; c < count; c++) {
                float cuts = after_match[c] + cut[top + c], openings = after_match[c] + opening[top + c];
                ends_in_match[top + c] = after_match[c] >= after_gap[c];
                comes_from_match[top + c] = cuts >= after_gap[c];
                opens[top + c] = openings >= after_gap[c];
                into_match[top + c] = greatest(cuts, after_gap[c]);
                into_gap[top + c] = greatest(openings, after_gap[c]);
            }
        }
}

/* ---- the sentence encoder's network (`workbench.engines.sentence_network`) ---- */

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
