/* The scores of the beads of a chunk, at the places that a path may pass. */

#include "arithmetic.h"

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
