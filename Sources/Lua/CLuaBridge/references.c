// A reference may be dropped while Lua is running or collecting, on another thread, or when the VM no longer exists. So
// dropping it only puts it on a lock-free list; the VM removes the values on that list from the registry at its next
// entry.
#include "references.h"

#include <stdlib.h>

references *references_open(void) {
    references *home = calloc(1, sizeof *home);
    if (home != NULL) atomic_store(&home->holders, 1);
    return home;
}

static void free_list(lb_reference *first) {
    while (first != NULL) {
        lb_reference *next = first->next;
        free(first);
        first = next;
    }
}

static void let_go(references *home) {
    if (atomic_fetch_sub(&home->holders, 1) > 1) return;
    free_list(atomic_load(&home->dropped));
    free(home->kept);
    free(home);
}

void references_close(references *home) { let_go(home); }

lb_reference *references_note(references *home, int number) {
    lb_reference *fresh = malloc(sizeof *fresh);
    if (fresh == NULL) return NULL;
    *fresh = (lb_reference){.number = number, .epoch = home->epoch, .home = home};
    atomic_fetch_add(&home->holders, 1);
    return fresh;
}

int lb_reference_number(const lb_reference *reference) { return reference->number; }

void lb_drop(lb_reference *reference) {
    references *home = reference->home;
    reference->next = atomic_load(&home->dropped);
    while (!atomic_compare_exchange_weak(&home->dropped, &reference->next, reference)) {}
    // The VM may have freed the reference by now; the home lives until this call.
    let_go(home);
}

static bool is_there(const references *home, unsigned epoch) {
    if (epoch == home->epoch) return true;
    for (size_t i = 0; i < home->kept_count; i++) {
        if (home->kept[i] == epoch) return true;
    }
    return false;
}

void references_take_back(references *home, lua_State *L) {
    lb_reference *first = atomic_exchange(&home->dropped, NULL);
    for (lb_reference *each = first; each != NULL; each = each->next) {
        if (is_there(home, each->epoch)) luaL_unref(L, LUA_REGISTRYINDEX, each->number);
    }
    free_list(first);
}

bool references_snapshot(references *home) {
    unsigned *larger = realloc(home->kept, (home->kept_count + 1) * sizeof *larger);
    if (larger == NULL) return false;
    home->kept = larger;
    home->kept[home->kept_count++] = home->epoch++;
    return true;
}

void references_restore(references *home) { home->epoch++; }

void references_go_back(references *home, size_t epochs) {
    home->kept_count = epochs;
    home->epoch++;
}
