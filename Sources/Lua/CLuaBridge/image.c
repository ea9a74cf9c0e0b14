// VMs that begin as another one was at one moment, and share all pages of the heap that they do not write.
//
// A heap is full of addresses within itself, so each of these VMs sees its heap at the same address. One of them is
// there at a time; the heaps of the others are parked elsewhere, and the system moves them to and fro by their page
// tables. What lb_vm holds of a VM moves with it.
#define _GNU_SOURCE
#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "entry.h"
#include "pages.h"
#include "references.h"

// The part of lb_vm that each of them has for itself.
#define OWN offsetof(lb_vm, error)

struct lb_member {
    lb_vm *vm;
    void *parked; // where its heap is while another one is at the address
    _Alignas(lb_vm) char own[OWN]; // and what lb_vm holds then
};

struct image {
    lb_member *active; // whose heap is at the address; NULL if none is
    lb_member *first;  // the VM that it is an image of
    int file;          // the heap at the moment of the image
    size_t size;       // bytes of address space of each heap
    size_t used;       // bytes of the image that hold something
    size_t members;    // that live
    uint64_t *entries; // room for what the system says about the used pages
    _Alignas(lb_vm) char own[OWN]; // lb_vm at the moment of the image
};

#ifdef __linux__

// Page tables move as wholes between addresses that are multiples of this.
static const uintptr_t alignment = 2 << 20;
// Mappings that the process keeps free for everything else, of those that the system grants it.
static const size_t spare_mappings = 4096;

// How many heaps there may be, at two mappings for each.
static size_t most_members(void) {
    static atomic_size_t known;
    size_t most = atomic_load(&known);
    if (most == 0) {
        size_t mappings = 65530;
        FILE *file = fopen("/proc/sys/vm/max_map_count", "r");
        if (file != NULL) {
            if (fscanf(file, "%zu", &mappings) != 1) mappings = 65530;
            fclose(file);
        }
        most = mappings > 2 * spare_mappings ? (mappings - spare_mappings) / 2 : 1;
        atomic_store(&known, most);
    }
    return most;
}

// Aligned address space for a parked heap.
static void *reserve(size_t size) {
    size_t room = size + alignment;
    char *start = mmap(NULL, room, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (start == MAP_FAILED) return NULL;
    char *aligned = (char *)(((uintptr_t)start + alignment - 1) & ~(alignment - 1));
    if (aligned > start) munmap(start, (size_t)(aligned - start));
    if (start + room > aligned + size) munmap(aligned + size, (size_t)(start + room - (aligned + size)));
    return aligned;
}

// The mapping stays where it was, without its pages, so that nothing else gets the address in between.
static bool move(void *from, void *to, size_t size) {
    return mremap(from, size, size, MREMAP_MAYMOVE | MREMAP_FIXED | MREMAP_DONTUNMAP, to) == to;
}

static void lose_heap(void) {
    fprintf(stderr, "xlwm2m: the heap of a script cannot be moved to where it runs; the program ends\n");
    _exit(3);
}

// Makes the heap of another VM the one at the address; false if that of the one before stays there.
static bool switch_to(lb_member *member) {
    lb_vm *vm = member->vm;
    image *image = vm->image;
    lb_member *active = image->active;
    if (active != NULL) {
        memcpy(active->own, vm, OWN);
        if (!move(vm->heap, active->parked, image->size)) return false;
    }
    if (!move(member->parked, vm->heap, image->size)) {
        if (active != NULL && !move(active->parked, vm->heap, image->size)) lose_heap();
        return false;
    }
    memcpy(vm, member->own, OWN);
    image->active = member;
    return true;
}

static lb_member *open_member(lb_vm *vm) {
    image *image = vm->image;
    if (image->members >= most_members()) return NULL;
    lb_member *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL) return NULL;
    fresh->vm = vm;
    fresh->parked = reserve(image->size);
    if (fresh->parked == NULL) {
        free(fresh);
        return NULL;
    }
    image->members++;
    return fresh;
}

static lb_vm *own_of(lb_member *member) {
    return member->vm->image->active == member ? member->vm : (lb_vm *)(void *)member->own;
}

static void close_member(lb_member *member) {
    image *image = member->vm->image;
    munmap(member->parked, image->size);
    if (image->active == member) {
        madvise(member->vm->heap, image->size, MADV_DONTNEED);
        image->active = NULL;
    }
    image->members--;
    free(member);
}

// The heap may grow to twice its size before it is collected: until then its old pages stay unwritten.
enum { PAUSE = 200 };

static int collect_body(lua_State *L) {
    lua_gc(L, LUA_GCSETPAUSE, PAUSE);
    lua_gc(L, LUA_GCCOLLECT, 0);
    return 0;
}

static bool fill(lb_vm *vm) {
    image *image = vm->image;
    // What the others allocate comes behind the image, page by page, and not into the gaps of its pages.
    size_t page = pages_size();
    memset(vm->heap->free, 0, sizeof vm->heap->free);
    vm->heap->used = (vm->heap->used + page - 1) & ~(page - 1);
    image->used = vm->heap->used;
    image->size = vm->heap->size;
    image->entries = malloc(image->used / page * sizeof *image->entries);
    image->file = pages_file();
    if (image->entries == NULL || image->file < 0) return false;
    if (ftruncate(image->file, (off_t)image->size) != 0 || !pages_write(image->file, vm->heap, image->used)) return false;
    memcpy(image->own, vm, OWN);
    image->first = image->active = open_member(vm);
    return image->first != NULL;
}

lb_member *lb_make_image(lb_vm *vm) {
    if (vm->call.depth > 0 || vm->image != NULL || vm->snapshot.file >= 0) return NULL;
    if (vm->coverage.is_on || vm->profile != NULL) return NULL;
    if (entry_run(vm, collect_body, NULL, 0) != LB_OK) return NULL;
    vm->image = calloc(1, sizeof *vm->image);
    if (vm->image == NULL) return NULL;
    vm->image->file = -1;
    if (!fill(vm)) {
        image_close(vm);
        return NULL;
    }
    // An older system cannot move such a mapping: then there is no image.
    lb_member *first = vm->image->first, *trial = lb_begin_from_image(vm, vm->host, 0);
    bool moves = trial != NULL && switch_to(trial) && switch_to(first);
    if (vm->image->active != first && !switch_to(first)) lose_heap();
    if (trial != NULL) lb_end_member(trial);
    if (moves) return first;
    image_close(vm);
    return NULL;
}

lb_member *lb_begin_from_image(lb_vm *vm, lb_host host, uint64_t seed) {
    image *image = vm->image;
    references *references = references_open();
    lb_member *fresh = references != NULL ? open_member(vm) : NULL;
    if (fresh == NULL) {
        if (references != NULL) references_close(references);
        return NULL;
    }
    int flags = MAP_PRIVATE | MAP_NORESERVE | MAP_FIXED;
    if (mmap(fresh->parked, image->size, PROT_READ | PROT_WRITE, flags, image->file, 0) == MAP_FAILED) {
        references_close(references);
        close_member(fresh);
        return NULL;
    }
#ifdef MADV_NOHUGEPAGE
    madvise(fresh->parked, image->size, MADV_NOHUGEPAGE);
#endif
    memcpy(fresh->own, image->own, OWN);
    own_of(fresh)->host = host;
    own_of(fresh)->references = references;
    own_of(fresh)->limits.seed = seed;
    ((arena *)fresh->parked)->random = seed;
    return fresh;
}

void lb_activate(lb_member *member) {
    if (member->vm->image->active == member) return;
    if (member->vm->call.depth == 0 && switch_to(member)) return;
    lose_heap();
}

void lb_end_member(lb_member *member) {
    references_close(own_of(member)->references);
    close_member(member);
}

void lb_rest(lb_member *member) {
    lb_vm *vm = member->vm;
    image *image = vm->image;
    char *heap = image->active == member ? (char *)vm->heap : member->parked;
    size_t page = pages_size(), count = image->used / page;
    if (!pages_look(heap, count, image->entries)) return;
    for (size_t i = 0; i < count; i++) {
        size_t first = i;
        while (i < count && pages_is_of_file(image->entries[i])) i++;
        if (i > first) madvise(heap + first * page, (i - first) * page, MADV_DONTNEED);
    }
}

void image_close(lb_vm *vm) {
    image *image = vm->image;
    if (image == NULL) return;
    if (image->first != NULL) munmap(image->first->parked, image->size);
    free(image->first);
    if (image->file >= 0) close(image->file);
    free(image->entries);
    free(image);
    vm->image = NULL;
}

#else

lb_member *lb_make_image(lb_vm *vm) { return (void)vm, NULL; }
lb_member *lb_begin_from_image(lb_vm *vm, lb_host host, uint64_t seed) { return (void)vm, (void)host, (void)seed, NULL; }
void lb_activate(lb_member *member) { (void)member; }
void lb_end_member(lb_member *member) { (void)member; }
void lb_rest(lb_member *member) { (void)member; }
void image_close(lb_vm *vm) { (void)vm; }

#endif
