/* The chain over the beads: forward-backward, and the best path. */

#include "arithmetic.h"

#define BLOCK 128

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
