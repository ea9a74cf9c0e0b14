// What the calls of a VM cost: a tree of the functions that called each other, with the instructions that each ran and
// the time that it took. The hook reports calls, returns and instructions; functions left by an error do not return, so
// each event looks up the frame that it belongs to.
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "trace.h"

// Beyond this number of nodes, costs count for the function above; so do those of calls nested deeper than this.
enum { MOST_NODES = 1 << 16, DEEPEST = 256 };

typedef struct {
    lb_profile_entry entry;
    int first, next, depth;
} node;

// A function that runs, by its coroutine and its place there.
typedef struct {
    const lua_State *thread;
    const void *call;
    int node;
} frame;

struct profile {
    node *nodes; // 0 is the host
    int count, room;
    frame *frames;
    int height, frames_room;
    uint64_t last; // nanoseconds of the last event
    bool is_full;  // the system had no memory for all of it
};

static uint64_t now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000u + (uint64_t)time.tv_nsec;
}

static int top(const profile *p) { return p->height > 0 ? p->frames[p->height - 1].node : 0; }

static void spend(profile *p) {
    uint64_t time = now();
    if (p->height > 0) p->nodes[top(p)].entry.nanoseconds += time - p->last;
    p->last = time;
}

// The node of a function below another one, or that of the other if there is no room. A function that calls itself has
// one node.
static int find_node(profile *p, int parent, const lua_Debug *record) {
    const char *name = record->name != NULL ? record->name : "";
    bool is_c = record->what[0] == 'C';
    for (int i = p->nodes[parent].first; i > 0; i = p->nodes[i].next) {
        const lb_profile_entry *known = &p->nodes[i].entry;
        if (known->line == record->linedefined && strcmp(known->source, record->short_src) == 0
            && (!is_c || strcmp(known->name, name) == 0))
            return i;
    }
    const lb_profile_entry *own = &p->nodes[parent].entry;
    bool is_recursive = parent > 0 && !is_c && own->line == record->linedefined
        && strcmp(own->source, record->short_src) == 0;
    if (is_recursive || p->nodes[parent].depth >= DEEPEST || p->count >= MOST_NODES) return parent;
    if (p->count == p->room) {
        int room = p->room * 2;
        node *grown = realloc(p->nodes, (size_t)room * sizeof *grown);
        if (grown == NULL) {
            p->is_full = true;
            return parent;
        }
        p->nodes = grown;
        p->room = room;
    }
    node fresh = {.entry = {.parent = parent, .line = record->linedefined}, .next = p->nodes[parent].first,
        .depth = p->nodes[parent].depth + 1};
    char *source = strdup(record->short_src), *copy = strdup(name);
    if (source == NULL || copy == NULL) {
        free(source);
        free(copy);
        p->is_full = true;
        return parent;
    }
    fresh.entry.source = source;
    fresh.entry.name = copy;
    p->nodes[p->count] = fresh;
    p->nodes[parent].first = p->count;
    return p->count++;
}

// The height with the frame of a call on top; -1 if it is not there.
static int height_of(const profile *p, const lua_State *L, const void *call) {
    int height = p->height;
    while (height > 0 && (p->frames[height - 1].thread != L || p->frames[height - 1].call != call)) height--;
    return height > 0 ? height : -1;
}

static void enter(lb_vm *vm, profile *p, lua_State *L, lua_Debug *record) {
    lua_Debug caller;
    if (!lua_getinfo(L, "nS", record)) return;
    if (record->event == LUA_HOOKTAILCALL) {
        int height = height_of(p, L, record->i_ci);
        if (height > 0) p->height = height - 1;
    } else if (lua_getstack(L, 1, &caller)) {
        int height = height_of(p, L, caller.i_ci);
        if (height > 0) p->height = height;
    } else if (L == vm->main) {
        p->height = 0;
    }
    if (p->height == p->frames_room) {
        int room = p->frames_room * 2;
        frame *grown = realloc(p->frames, (size_t)room * sizeof *grown);
        if (grown == NULL) return;
        p->frames = grown;
        p->frames_room = room;
    }
    int found = find_node(p, top(p), record);
    p->nodes[found].entry.calls++;
    p->frames[p->height++] = (frame){.thread = L, .call = record->i_ci, .node = found};
}

void profile_note(lb_vm *vm, lua_State *L, lua_Debug *record) {
    profile *p = vm->profile;
    if (p == NULL) return;
    spend(p);
    if (record->event == LUA_HOOKRET) {
        int height = height_of(p, L, record->i_ci);
        if (height > 0) p->height = height - 1;
    } else {
        enter(vm, p, L, record);
    }
    // The time taken here is charged to no function.
    p->last = now();
}

void profile_count(lb_vm *vm, int instructions) {
    profile *p = vm->profile;
    if (p != NULL && p->height > 0) p->nodes[top(p)].entry.instructions += (uint64_t)instructions;
}

bool profile_open(lb_vm *vm) {
    if (vm->profile != NULL) return true;
    profile *p = calloc(1, sizeof *p);
    if (p == NULL) return false;
    p->room = p->frames_room = 64;
    p->nodes = calloc((size_t)p->room, sizeof *p->nodes);
    p->frames = calloc((size_t)p->frames_room, sizeof *p->frames);
    if (p->nodes == NULL || p->frames == NULL) {
        free(p->nodes);
        free(p->frames);
        free(p);
        return false;
    }
    p->nodes[0].entry = (lb_profile_entry){.parent = -1, .source = "", .name = ""};
    p->count = 1;
    vm->profile = p;
    return true;
}

bool lb_profile_entry_at(const lb_vm *vm, int number, lb_profile_entry *entry) {
    if (vm->profile == NULL || number < 0 || number >= vm->profile->count) return false;
    *entry = vm->profile->nodes[number].entry;
    return true;
}

void profile_close(lb_vm *vm) {
    profile *p = vm->profile;
    if (p == NULL) return;
    for (int i = 1; i < p->count; i++) {
        free((char *)p->nodes[i].entry.source);
        free((char *)p->nodes[i].entry.name);
    }
    free(p->nodes);
    free(p->frames);
    free(p);
    vm->profile = NULL;
}
