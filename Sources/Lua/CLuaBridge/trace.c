// Places and tracebacks. They are kept outside of Lua, because a lack of memory may be the error.
#include "trace.h"

#include <stdio.h>
#include <string.h>

// Levels to search for a place; calls in a traceback.
enum { NEAR = 64, INNERMOST_CALLS = 10, OUTERMOST_CALLS = 11 };

// Whether a chunk belongs to the program itself, whose places mean nothing to the authors of the scripts that call it.
static bool is_own(const char *source) { return strncmp(source, "@xlwm2m/", 8) == 0; }

bool trace_place(lua_State *L, char *place, size_t size) {
    lua_Debug record;
    bool is_found = false;
    for (int level = 0; level < NEAR && lua_getstack(L, level, &record); level++) {
        if (!lua_getinfo(L, "Sl", &record) || record.currentline <= 0) continue;
        bool is_file = record.source[0] == '@' && !is_own(record.source);
        if (!is_found || is_file) snprintf(place, size, "%s:%d", record.short_src, record.currentline);
        is_found = true;
        if (is_file) break;
    }
    return is_found;
}

bool trace_place_of_call(lb_vm *vm, lua_State *L, char *place, size_t size) {
    return trace_place(L, place, size) || (L != vm->main && trace_place(vm->main, place, size));
}

// From the innermost call outwards, the first Lua function gives the file; a C function on top gives its name.
void trace_note_stop(lb_vm *vm, lua_State *L) {
    lua_Debug record;
    const char *called = NULL;
    bool is_kept = false;
    vm->error.stop_place[0] = 0;
    for (int level = 0; level < NEAR && lua_getstack(L, level, &record); level++) {
        if (!lua_getinfo(L, "Sln", &record)) return;
        if (record.currentline > 0 && record.source[0] == '@') {
            const char *name = record.name != NULL ? record.name
                : record.what[0] == 'm'            ? "the file itself"
                                                   : "a function";
            // A place in the program's own Lua is better than none.
            if (is_own(record.source)) {
                if (is_kept) continue;
                is_kept = true;
            }
            snprintf(
                vm->error.stop_place, sizeof vm->error.stop_place, "%s:%d: in %.60s%s%.60s", record.short_src,
                record.currentline, name, called != NULL ? ", which called " : "", called != NULL ? called : "");
            if (!is_own(record.source)) return;
            if (called == NULL) called = record.name;
            continue;
        }
        if (called == NULL) called = record.name; // a function of the C library, or of no file
    }
}

// The number of levels that lua_getstack knows; it walks the list for each of them, so they are not tried one by one.
static int depth_of(lua_State *L) {
    lua_Debug record;
    int there = 0, beyond = 1;
    while (lua_getstack(L, beyond, &record)) there = beyond, beyond *= 2;
    while (beyond - there > 1) {
        int middle = there + (beyond - there) / 2;
        if (lua_getstack(L, middle, &record)) there = middle;
        else beyond = middle;
    }
    return beyond;
}

static void add_calls(lb_vm *vm, lua_State *L, int first) {
    char line[256];
    lua_Debug record;
    int depth = depth_of(L);
    for (int level = first; level < depth; level++) {
        if (level == first + INNERMOST_CALLS && depth > INNERMOST_CALLS + OUTERMOST_CALLS) {
            buffer_add(&vm->error.traceback, "\n\t...", 5);
            level = depth - OUTERMOST_CALLS;
        }
        if (!lua_getstack(L, level, &record) || !lua_getinfo(L, "Slnt", &record)) break;
        int length = snprintf(line, sizeof line, "\n\t%s:", record.short_src);
        if (record.currentline > 0) {
            length += snprintf(line + length, sizeof line - (size_t)length, "%d:", record.currentline);
        }
        if (record.namewhat[0] != 0) {
            length += snprintf(
                line + length, sizeof line - (size_t)length, " in %s '%.60s'", record.namewhat, record.name);
        } else if (record.what[0] == 'm') {
            length += snprintf(line + length, sizeof line - (size_t)length, " in main chunk");
        } else if (record.what[0] == 'C') {
            length += snprintf(line + length, sizeof line - (size_t)length, " in ?");
        } else {
            length += snprintf(
                line + length, sizeof line - (size_t)length, " in function <%s:%d>", record.short_src,
                record.linedefined);
        }
        if (record.istailcall) {
            length += snprintf(line + length, sizeof line - (size_t)length, "\n\t(...tail calls...)");
        }
        buffer_add(&vm->error.traceback, line, (size_t)length);
    }
}

// The calls that led to a coroutine come after its own calls.
void trace_note_calls(lb_vm *vm, lua_State *L, int first) {
    vm->error.traceback.length = 0;
    buffer_add(&vm->error.traceback, "stack traceback:", 16);
    add_calls(vm, L, first);
    if (vm->call.end != RUNNING && L != vm->main) add_calls(vm, vm->main, 0);
}
