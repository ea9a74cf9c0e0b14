// Lua's patterns (Lua 5.3 manual §6.4.1); each step of matching is charged to the call.
#ifndef PATTERN_H
#define PATTERN_H

#include "limits.h"

enum { MOST_CAPTURES = 32, DEEPEST_MATCH = 200 }; // as in Lua 5.3

typedef struct {
    lua_State *L;
    lb_vm *vm;
    const char *subject, *subject_end;
    const char *pattern_end;
    int depth; // how much deeper matches may nest
    int level; // captures so far, open ones among them
    struct {
        const char *start;
        ptrdiff_t length;
    } captures[MOST_CAPTURES];
    int64_t steps; // not yet charged
} matcher;

void matcher_begin(
    matcher *m, lua_State *L, const char *subject, size_t length, const char *pattern, size_t pattern_length);
// The end of a match that begins right at `start`; NULL if there is none. Part of a match in progress.
const char *matcher_match(matcher *m, const char *start, const char *pattern);
// The same, as a new attempt.
static inline const char *matcher_try(matcher *m, const char *start, const char *pattern) {
    m->level = 0;
    m->depth = DEEPEST_MATCH;
    m->steps++;
    return matcher_match(m, start, pattern);
}
// Pushes one capture, counted from 0; without captures the whole match is the first.
void matcher_push(matcher *m, int index, const char *start, const char *end);
// Pushes all captures; if the pattern has none, the whole match from `start`, if that is given.
int matcher_push_all(matcher *m, const char *start, const char *end);
// Charges the remaining steps.
void matcher_end(matcher *m);

#endif
