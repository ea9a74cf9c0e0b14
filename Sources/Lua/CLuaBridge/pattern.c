// The matcher of Lua's patterns: it backtracks, as the semantics of patterns require, and every step is counted. Its
// bounds and messages are those of Lua 5.3.
#include <string.h>

#include "pattern.h"

enum { CHARGED_TOGETHER = 256, BYTES_PER_STEP = 32 };
enum { OPEN = -1, POSITION = -2 }; // in place of a capture's length

static inline void step(matcher *m, int64_t count) {
    m->steps += count;
    if (m->steps >= CHARGED_TOGETHER) matcher_end(m);
}

void matcher_end(matcher *m) {
    int64_t steps = m->steps;
    m->steps = 0;
    limits_charge(m->L, m->vm, steps);
}

void matcher_begin(
    matcher *m, lua_State *L, const char *subject, size_t length, const char *pattern, size_t pattern_length
) {
    m->L = L;
    m->vm = VM(L);
    m->subject = subject;
    m->subject_end = subject + length;
    m->pattern_end = pattern + pattern_length;
    m->level = 0;
    m->steps = 0;
}

// --- one character --------------------------------------------------------------------------------------------------

static bool is_letter(int c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_digit(int c) { return c >= '0' && c <= '9'; }
static bool is_visible(int c) { return c > ' ' && c < 0x7F; }

// Whether a character is in the class that a letter names; any other character stands for itself.
static bool is_of_class(int c, int class) {
    bool is_of;
    switch (class | 0x20) {
    case 'a': is_of = is_letter(c); break;
    case 'c': is_of = c < ' ' || c == 0x7F; break;
    case 'd': is_of = is_digit(c); break;
    case 'g': is_of = is_visible(c); break;
    case 'l': is_of = c >= 'a' && c <= 'z'; break;
    case 'p': is_of = is_visible(c) && !is_letter(c) && !is_digit(c); break;
    case 's': is_of = c == ' ' || (c >= '\t' && c <= '\r'); break;
    case 'u': is_of = c >= 'A' && c <= 'Z'; break;
    case 'w': is_of = is_letter(c) || is_digit(c); break;
    case 'x': is_of = is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); break;
    case 'z': is_of = c == 0; break;
    default: return class == c;
    }
    return class >= 'a' ? is_of : !is_of;
}

// Whether a character is in the set between '[' and `last`, its ']'.
static bool is_in_set(matcher *m, int c, const char *set, const char *last) {
    const unsigned char *at = (const unsigned char *)set + 1, *end = (const unsigned char *)last;
    bool if_found = true;
    step(m, (last - set) / 8);
    if (*at == '^') if_found = false, at++;
    for (; at < end; at++) {
        if (*at == '%') {
            if (is_of_class(c, *++at)) return if_found;
        } else if (at[1] == '-' && at + 2 < end) {
            if (at[0] <= c && c <= at[2]) return if_found;
            at += 2;
        } else if (*at == c) {
            return if_found;
        }
    }
    return !if_found;
}

// The end of the pattern item that matches one character.
static const char *item_end(matcher *m, const char *item) {
    const char *at = item + 1;
    if (*item == '%') {
        if (at == m->pattern_end) luaL_error(m->L, "malformed pattern (ends with '%%')");
        return at + 1;
    }
    if (*item != '[') return at;
    if (*at == '^') at++;
    do { // a ']' in the first place stands for itself
        if (at == m->pattern_end) luaL_error(m->L, "malformed pattern (missing ']')");
        if (*at++ == '%' && at < m->pattern_end) at++;
    } while (*at != ']');
    step(m, (at - item) / 8);
    return at + 1;
}

static bool is_one(matcher *m, const char *s, const char *item, const char *end) {
    if (s >= m->subject_end) return false;
    int c = (unsigned char)*s;
    switch (*item) {
    case '.': return true;
    case '%': return is_of_class(c, (unsigned char)item[1]);
    case '[': return is_in_set(m, c, item, end - 1);
    default: return (unsigned char)*item == c;
    }
}

// --- items ----------------------------------------------------------------------------------------------------------

// %bxy
static const char *balanced(matcher *m, const char *s, const char *pair) {
    if (pair >= m->pattern_end - 1) luaL_error(m->L, "malformed pattern (missing arguments to '%%b')");
    if (*s != pair[0]) return NULL;
    int open = 1;
    for (s++; s < m->subject_end; s++) {
        step(m, 1);
        if (*s == pair[1]) {
            if (--open == 0) return s + 1;
        } else if (*s == pair[0]) {
            open++;
        }
    }
    return NULL;
}

// item* and item+: as many as there are, then fewer and fewer.
static const char *as_many(matcher *m, const char *s, const char *item, const char *end) {
    ptrdiff_t count = 0;
    while (is_one(m, s + count, item, end)) {
        count++;
        step(m, 1);
    }
    for (; count >= 0; count--) {
        step(m, 1);
        const char *found = matcher_match(m, s + count, end + 1);
        if (found != NULL) return found;
    }
    return NULL;
}

// item-: as few as possible.
static const char *as_few(matcher *m, const char *s, const char *item, const char *end) {
    for (;;) {
        step(m, 1);
        const char *found = matcher_match(m, s, end + 1);
        if (found != NULL) return found;
        if (!is_one(m, s, item, end)) return NULL;
        s++;
    }
}

static const char *begin_capture(matcher *m, const char *s, const char *pattern, ptrdiff_t kind) {
    if (m->level >= MOST_CAPTURES) luaL_error(m->L, "too many captures");
    m->captures[m->level].start = s;
    m->captures[m->level].length = kind;
    m->level++;
    const char *found = matcher_match(m, s, pattern);
    if (found == NULL) m->level--;
    return found;
}

static const char *end_capture(matcher *m, const char *s, const char *pattern) {
    int last = m->level - 1;
    while (last >= 0 && m->captures[last].length != OPEN) last--;
    if (last < 0) luaL_error(m->L, "invalid pattern capture");
    m->captures[last].length = s - m->captures[last].start;
    const char *found = matcher_match(m, s, pattern);
    if (found == NULL) m->captures[last].length = OPEN;
    return found;
}

// %1 to %9: what the capture held.
static const char *repeated(matcher *m, const char *s, int digit) {
    int index = digit - '1';
    if (index < 0 || index >= m->level || m->captures[index].length == OPEN) {
        luaL_error(m->L, "invalid capture index %%%d", index + 1);
    }
    size_t length = (size_t)m->captures[index].length;
    if ((size_t)(m->subject_end - s) < length) return NULL;
    step(m, (int64_t)(length / BYTES_PER_STEP));
    return memcmp(m->captures[index].start, s, length) == 0 ? s + length : NULL;
}

// %f[set]: whether this is a place where the set begins.
static bool is_frontier(matcher *m, const char *s, const char *set, const char *end) {
    int before = s == m->subject ? 0 : (unsigned char)s[-1];
    return !is_in_set(m, before, set, end - 1) && is_in_set(m, (unsigned char)*s, set, end - 1);
}

// --- a match --------------------------------------------------------------------------------------------------------

// Matches the rest of a pattern from `p` on against the subject from `s` on.
static const char *match_rest(matcher *m, const char *s, const char *p) {
    while (p != m->pattern_end) {
        step(m, 1);
        switch (*p) {
        case '(': return p[1] == ')' ? begin_capture(m, s, p + 2, POSITION) : begin_capture(m, s, p + 1, OPEN);
        case ')': return end_capture(m, s, p + 1);
        case '$':
            if (p + 1 != m->pattern_end) break; // elsewhere it stands for itself
            return s == m->subject_end ? s : NULL;
        case '%':
            if (p[1] == 'b') {
                s = balanced(m, s, p + 2);
                if (s == NULL) return NULL;
                p += 4;
                continue;
            }
            if (p[1] == 'f') {
                p += 2;
                if (*p != '[') luaL_error(m->L, "missing '[' after '%%f' in pattern");
                const char *end = item_end(m, p);
                if (!is_frontier(m, s, p, end)) return NULL;
                p = end;
                continue;
            }
            if (is_digit((unsigned char)p[1])) {
                s = repeated(m, s, (unsigned char)p[1]);
                if (s == NULL) return NULL;
                p += 2;
                continue;
            }
            break;
        default: break;
        }
        const char *end = item_end(m, p);
        bool may_be_absent = *end == '*' || *end == '?' || *end == '-';
        if (!is_one(m, s, p, end)) {
            if (!may_be_absent) return NULL;
            p = end + 1;
            continue;
        }
        switch (*end) {
        case '?': {
            const char *found = matcher_match(m, s + 1, end + 1);
            if (found != NULL) return found;
            p = end + 1;
            break;
        }
        case '+': return as_many(m, s + 1, p, end);
        case '*': return as_many(m, s, p, end);
        case '-': return as_few(m, s, p, end);
        default:
            s++;
            p = end;
        }
    }
    return s;
}

const char *matcher_match(matcher *m, const char *start, const char *pattern) {
    if (m->depth-- == 0) luaL_error(m->L, "pattern too complex");
    const char *end = match_rest(m, start, pattern);
    m->depth++;
    return end;
}

// --- captures -------------------------------------------------------------------------------------------------------

void matcher_push(matcher *m, int index, const char *start, const char *end) {
    if (index >= m->level) {
        if (index != 0) luaL_error(m->L, "invalid capture index %%%d", index + 1);
        lua_pushlstring(m->L, start, (size_t)(end - start));
        return;
    }
    ptrdiff_t length = m->captures[index].length;
    if (length == OPEN) luaL_error(m->L, "unfinished capture");
    if (length == POSITION) {
        lua_pushinteger(m->L, m->captures[index].start - m->subject + 1);
    } else {
        lua_pushlstring(m->L, m->captures[index].start, (size_t)length);
        step(m, length / BYTES_PER_STEP);
    }
}

int matcher_push_all(matcher *m, const char *start, const char *end) {
    int count = m->level == 0 && start != NULL ? 1 : m->level;
    luaL_checkstack(m->L, count, "too many captures");
    for (int i = 0; i < count; i++) matcher_push(m, i, start, end);
    return count;
}
