// What the hook of the VM does: counts instructions, ends a script whose time is over, notes the lines that ran.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "vm.h"

static void count_line(lb_vm *vm, lua_State *L, lua_Debug *record);

void limits_describe_place(lb_vm *vm, lua_State *L) {
    lua_Debug record;
    vm->place[0] = 0;
    // From the innermost call out, the first that is Lua tells the file; a C function on top tells its name.
    const char *called = NULL;
    for (int level = 0; lua_getstack(L, level, &record); level++) {
        if (!lua_getinfo(L, "Sln", &record)) return;
        if (record.currentline > 0 && record.source[0] == '@') {
            snprintf(
                vm->place, sizeof vm->place, "%s:%d: in %s%s%s", record.short_src, record.currentline,
                record.name ? record.name : record.what[0] == 'm' ? "the file itself" : "a function", called ? ", which called " : "", called ? called : "");
            return;
        }
        if (called == NULL) called = record.name; // a function of the C library, or of no file
    }
}

int limits_raise(lua_State *L, const char *why) {
    lua_Debug record;
    for (int level = 0; lua_getstack(L, level, &record); level++) {
        if (lua_getinfo(L, "Sl", &record) && record.currentline > 0 && record.source[0] == '@') {
            lua_pushfstring(L, "%s:%d: ", record.short_src, record.currentline);
            lua_pushstring(L, why);
            lua_concat(L, 2);
            return lua_error(L);
        }
    }
    lua_pushstring(L, why);
    return lua_error(L);
}

static void hook(lua_State *L, lua_Debug *record) {
    lb_vm *vm = VM(L);
    if (record->event == LUA_HOOKLINE) {
        count_line(vm, L, record);
        return;
    }
    char why[96];
    if (atomic_load_explicit(&vm->stop, memory_order_relaxed) != 0) {
        snprintf(why, sizeof why, "stopped after %g seconds", vm->limits.seconds);
    } else {
        if (vm->limits.instructions <= 0) return;
        vm->budget -= vm->interval;
        if (vm->budget > 0) return;
        vm->is_exhausted = true;
        snprintf(why, sizeof why, "the budget of %lld instructions is used up", (long long)vm->limits.instructions);
    }
    // The place is here, not where the last pcall of the script lets the error out.
    if (vm->place[0] == 0) limits_describe_place(vm, L);
    // From here on each instruction comes back here, so that a pcall of the script does not outlive the end.
    lua_sethook(L, hook, lua_gethookmask(L), 1);
    limits_raise(L, why);
}

bool lb_is_over(lb_vm *vm) {
    return vm->depth > 0
        && (vm->is_exhausted || atomic_load_explicit(&vm->stop, memory_order_relaxed) != 0);
}

// Counts the instructions of one coroutine.
void limits_arm(lb_vm *vm, lua_State *L) {
    int64_t budget = vm->limits.instructions;
    vm->interval = budget > 0 && budget < 1000 ? (int)budget : 1000;
    lua_sethook(L, hook, LUA_MASKCOUNT | (vm->counts_lines ? LUA_MASKLINE : 0), vm->interval);
}

// Between calls: with a hook a script runs at two thirds of its speed, so it is there from the start only where the
// count has to be exact. Else the watchdog arms it for a call that has been running for some milliseconds, which leaves
// the first of its instructions uncounted.
void limits_install(lb_vm *vm, lua_State *L) {
    vm->is_exhausted = false;
    if (vm->depth == 0) vm->is_armed = false;
    if (vm->limits.is_exact || vm->counts_lines || vm->is_armed) {
        limits_arm(vm, L);
    } else {
        lua_sethook(L, NULL, 0, 0);
    }
}

// --- coverage -------------------------------------------------------------------------------------------------------

static void count_line(lb_vm *vm, lua_State *L, lua_Debug *record) {
    if (!lua_getinfo(L, "Sl", record) || record->source[0] != '@' || record->currentline <= 0) return;
    const char *file = record->source + 1;
    line_counts *found = vm->lines;
    while (found != NULL && strcmp(found->file, file) != 0) found = found->next;
    if (found == NULL) {
        found = calloc(1, sizeof *found);
        if (found == NULL) return;
        found->file = strdup(file);
        if (found->file == NULL) {
            free(found);
            return;
        }
        found->next = vm->lines;
        vm->lines = found;
    }
    size_t line = (size_t)record->currentline;
    if (line > found->room) {
        size_t room = line + 256;
        uint32_t *counts = realloc(found->counts, room * sizeof *counts);
        if (counts == NULL) return;
        memset(counts + found->room, 0, (room - found->room) * sizeof *counts);
        found->counts = counts;
        found->room = room;
    }
    if (found->counts[line - 1] < UINT32_MAX) found->counts[line - 1]++;
}

void lb_count_lines(lb_vm *vm) {
    vm->counts_lines = true;
    if (!vm->is_dead) limits_install(vm, vm->main);
}

const uint32_t *lb_line_counts(const lb_vm *vm, const char *file, size_t *count) {
    for (const line_counts *entry = vm->lines; entry != NULL; entry = entry->next) {
        if (strcmp(entry->file, file) == 0) {
            *count = entry->room;
            return entry->counts;
        }
    }
    *count = 0;
    return NULL;
}

void lines_close(lb_vm *vm) {
    while (vm->lines != NULL) {
        line_counts *entry = vm->lines;
        vm->lines = entry->next;
        free(entry->file);
        free(entry->counts);
        free(entry);
    }
}
