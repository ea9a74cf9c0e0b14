// The life of a VM, and what can be set and queried between calls.
#include "vm.h"

#include <stdio.h>
#include <stdlib.h>

#include "entry.h"
#include "image.h"
#include "references.h"
#include "snapshot.h"

// Nothing raises outside a protected call. If something did, Lua would end the program; this says why.
static int on_panic(lua_State *L) {
    const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "an error without a message";
    fprintf(stderr, "xlwm2m: an error of Lua outside of every call: %s; the program ends\n", text);
    return 0;
}

static void free_all(lb_vm *vm) {
    if (vm->heap != NULL) heap_close(vm->heap);
    if (vm->references != NULL) references_close(vm->references);
    snapshots_close(vm);
    image_close(vm);
    coverage_close(vm);
    profile_close(vm);
    free(vm->error.message.bytes);
    free(vm->error.traceback.bytes);
    free(vm->code.bytes);
    free(vm->flat.list);
    free(vm->keys.list);
    free(vm);
}

static bool fill(lb_vm *vm) {
    lb_limits limits = vm->limits;
    atomic_store(&vm->watch.seconds, limits.seconds);
    atomic_store(&vm->watch.patience, limits.patience);
    atomic_store(&vm->watch.serial, 2); // so that no call has the number 0
    vm->references = references_open();
    vm->heap = heap_open(limits.reserve, limits.memory, limits.seed);
    if (vm->references == NULL || vm->heap == NULL) return false;
    vm->main = vm->current = lua_newstate(memory_allocate, vm);
    if (vm->main == NULL) return false;
    VM(vm->main) = vm;
    lua_atpanic(vm->main, on_panic);
    if (limits.pause > 0) lua_gc(vm->main, LUA_GCSETPAUSE, limits.pause);
    return entry_run(vm, sandbox_open, NULL, 0) == LB_OK;
}

lb_vm *lb_open(lb_limits limits, lb_host host) {
    lb_vm *vm = calloc(1, sizeof *vm);
    if (vm == NULL) return NULL;
    vm->limits = limits;
    vm->host = host;
    vm->snapshot.file = -1;
    if (!fill(vm)) {
        free_all(vm);
        return NULL;
    }
    limits_install(vm, vm->main);
    return vm;
}

void lb_close(lb_vm *vm) {
    watchdog_remove(vm);
    // The heap is freed as a whole: no finalizer of a script runs at the end.
    free_all(vm);
}

// lua.h does not name it.
extern const char lua_ident[];

const char *lb_lua_ident(void) { return lua_ident; }

void lb_set_limits(lb_vm *vm, lb_limits limits) {
    vm->limits = limits;
    vm->heap->limit = limits.memory;
    atomic_store(&vm->watch.seconds, limits.seconds);
    atomic_store(&vm->watch.patience, limits.patience);
    if (vm->call.depth == 0) limits_install(vm, vm->main);
}

static int collect(lua_State *L) {
    lua_gc(L, LUA_GCCOLLECT, 0);
    return 0;
}

void lb_collect(lb_vm *vm) {
    if (vm->call.depth == 0) entry_run(vm, collect, NULL, 0);
}

size_t lb_memory_use(const lb_vm *vm) { return vm->heap->live; }

bool lb_has_drawn(const lb_vm *vm) { return vm->heap->random != vm->limits.seed; }

const char *lb_error_message(const lb_vm *vm, size_t *length) {
    *length = vm->error.message.length;
    return vm->error.message.bytes != NULL ? vm->error.message.bytes : "";
}

const char *lb_error_traceback(const lb_vm *vm, size_t *length) {
    *length = vm->error.traceback.length;
    return vm->error.traceback.bytes != NULL ? vm->error.traceback.bytes : "";
}

const char *lb_error_place(const lb_vm *vm) { return vm->error.stop_place; }

lb_status lb_caught(const lb_vm *vm) { return vm->error.caught; }

void lb_count_lines(lb_vm *vm) {
    vm->coverage.is_on = true;
    limits_install(vm, vm->main);
}

bool lb_start_profile(lb_vm *vm) {
    if (!profile_open(vm)) return false;
    limits_install(vm, vm->main);
    return true;
}
