/* Text: where clauses end, and which terms stand together. */

#include "arithmetic.h"

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
