// Counts the lines that run, by file.
#include <stdlib.h>
#include <string.h>

#include "trace.h"

enum { MOST_LINES = 1 << 18 };

struct line_counts {
    struct line_counts *next;
    char *file;
    uint32_t *counts;
    size_t room;
};

static line_counts *find(const lb_vm *vm, const char *file) {
    line_counts *found = vm->coverage.files;
    while (found != NULL && strcmp(found->file, file) != 0) found = found->next;
    return found;
}

// Only the host's files are counted, so that chunks that a script names itself take no memory.
void coverage_expect(lb_vm *vm, const char *file) {
    if (!vm->coverage.is_on || find(vm, file) != NULL) return;
    line_counts *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL) return;
    fresh->file = strdup(file);
    if (fresh->file == NULL) {
        free(fresh);
        return;
    }
    fresh->next = vm->coverage.files;
    vm->coverage.files = fresh;
}

void coverage_count(lb_vm *vm, lua_State *L, lua_Debug *record) {
    if (!lua_getinfo(L, "Sl", record) || record->source[0] != '@' || record->currentline <= 0) return;
    line_counts *found = find(vm, record->source + 1);
    size_t line = (size_t)record->currentline;
    if (found == NULL || line > MOST_LINES) return;
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

const uint32_t *lb_line_counts(const lb_vm *vm, const char *file, size_t *count) {
    for (const line_counts *entry = vm->coverage.files; entry != NULL; entry = entry->next) {
        if (strcmp(entry->file, file) == 0) {
            *count = entry->room;
            return entry->counts;
        }
    }
    *count = 0;
    return NULL;
}

void coverage_close(lb_vm *vm) {
    while (vm->coverage.files != NULL) {
        line_counts *entry = vm->coverage.files;
        vm->coverage.files = entry->next;
        free(entry->file);
        free(entry->counts);
        free(entry);
    }
}
