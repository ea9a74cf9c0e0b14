// The bridge without Swift, for valgrind and the sanitizers of C: every script of a file, a line each, goes through the
// whole interface. `harness FILE [FIRST [COUNT]]`; exits with 1 if the bridge does not do what its header says.
#include "lua_bridge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static lb_vm *active;
static size_t printed;

static void expect(bool holds, const char *what, const char *script) {
    if (holds) return;
    fprintf(stderr, "%s: %s\n", what, script);
    exit(1);
}

// Copies the arguments out, and answers the first one.
static int call_host(void *context, int function, int arguments) {
    (void)context;
    const lb_value *list;
    size_t count;
    for (int index = 1; index <= arguments; index++) {
        if (lb_flatten(active, index, 0, &list, &count) != LB_OK) {
            lb_settop(active, arguments);
            lb_value words = {.type = LB_STRING, .length = 8};
            words.bytes = "too much";
            return lb_push(active, words) == LB_OK ? LB_RAISE : LB_RAISE_SHORTAGE;
        }
    }
    if (function == 1 && lb_emit(active, 10)) return 0;
    return arguments > 0 && lb_push(active, (lb_value){.type = LB_INTEGER, .integer = arguments}) == LB_OK ? 1 : 0;
}

static void print(void *context, const char *text, size_t length, const char *file, int line) {
    (void)context, (void)file, (void)line;
    // Each byte is looked at, so that one that is not there is told.
    for (size_t index = 0; index < length; index++) printed += (unsigned char)text[index] + 1;
}

static bool module(void *context, const char *name, const char **text, size_t *length, const char **file) {
    (void)context;
    if (strcmp(name, "other") != 0) return false;
    *text = "return { answer = 42 }";
    *length = strlen(*text);
    *file = "other.lua";
    return true;
}

static int64_t unix_time(void *context) {
    (void)context;
    return 86400;
}

static double processor_time(void *context) {
    (void)context;
    return 1.5;
}

static const lb_host host = {NULL, call_host, print, module, unix_time, processor_time};

static lb_limits limits(void) {
    return (lb_limits){
        .memory = 1 << 20, .reserve = 8 << 20, .instructions = 20000, .is_exact = true, .seconds = 20, .patience = 60,
        .answer = 1 << 19, .emission = 1 << 18, .emissions = 100, .seed = 7,
    };
}

// Runs a script, copies what it answers, and keeps one of the values for a while.
static void run(lb_vm *vm, const char *script) {
    lb_reference *function = NULL, *kept = NULL;
    const char *code;
    size_t size;
    if (lb_compile(vm, script, strlen(script), "s.lua", &code, &size) == LB_OK) {
        expect(lb_load_compiled(vm, code, size, "s.lua", &function) == LB_OK, "own bytecode is refused", script);
        lb_drop(function);
        function = NULL;
    }
    lb_status status = lb_load(vm, script, strlen(script), "s.lua", &function);
    if (status == LB_OK) {
        lb_callee callee = {LB_NO_TABLE, lb_reference_number(function)};
        lb_value arguments[] = {{.type = LB_INTEGER, .integer = 5}, {.type = LB_NUMBER, .number = 2.5}, {.type = LB_NIL}};
        lb_outcome outcome = {0};
        int top = lb_top(vm);
        status = lb_call(vm, callee, arguments, 3, LB_ALL, &outcome);
        if (status == LB_OK) {
            const lb_value *list;
            size_t count;
            for (int index = outcome.first; outcome.first > 0 && index <= lb_top(vm); index++) {
                if (lb_flatten(vm, index, 0, &list, &count) != LB_OK) continue;
                for (size_t place = 0; place < count; place++) {
                    if (list[place].type != LB_STRING) continue;
                    for (size_t byte = 0; byte < list[place].length; byte++) printed += (unsigned char)list[place].bytes[byte];
                }
            }
            if (outcome.first > 0 && lb_top(vm) >= outcome.first) lb_keep(vm, outcome.first, &kept);
            lb_settop(vm, outcome.top);
        }
        expect(lb_top(vm) == top, "the stack is not balanced", script);
        char place[100];
        lb_function_place(vm, callee, place, sizeof place);
    }
    if (status != LB_OK) {
        size_t length;
        expect(lb_error_message(vm, &length) != NULL, "an error without a message", script);
        lb_error_traceback(vm, &length);
        lb_error_place(vm);
    }
    expect(lb_memory_use(vm) <= 1 << 20, "more memory than the limit", script);
    if (kept) lb_drop(kept);
    if (function) lb_drop(function);
}

static void try_script(const char *script) {
    lb_vm *vm = active = lb_open(limits(), host);
    expect(vm != NULL, "no VM", script);
    expect(lb_register(vm, NULL, "host", 0) == LB_OK, "host is not registered", script);
    expect(lb_register(vm, "device", "send", 1) == LB_OK, "device.send is not registered", script);
    expect(lb_snapshot(vm), "no snapshot", script);
    run(vm, script);
    expect(lb_restore(vm), "not restored", script);
    // The same again, counted and measured, and from a later moment.
    lb_count_lines(vm);
    lb_start_profile(vm);
    expect(lb_snapshot_above(vm), "no second snapshot", script);
    run(vm, script);
    expect(lb_drop_snapshot(vm), "the second snapshot is not dropped", script);
    size_t lines;
    lb_line_counts(vm, "s.lua", &lines);
    lb_profile_entry entry;
    for (int number = 0; lb_profile_entry_at(vm, number, &entry); number++) printed += strlen(entry.name);
    lb_collect(vm);
    run(vm, "return 1 + 1, require('other').answer");
    lb_close(vm);
}

int main(int count, char **arguments) {
    FILE *file = count > 1 ? fopen(arguments[1], "r") : NULL;
    if (!file) {
        fprintf(stderr, "usage: harness FILE [FIRST [COUNT]]\n");
        return 2;
    }
    long first = count > 2 ? atol(arguments[2]) : 0, left = count > 3 ? atol(arguments[3]) : 1 << 30;
    static char line[1 << 16];
    long tried = 0;
    for (long number = 0; fgets(line, sizeof line, file) && left > 0; number++) {
        line[strcspn(line, "\n")] = 0;
        if (number < first || line[0] == 0 || strncmp(line, "-- ", 3) == 0) continue;
        try_script(line);
        tried++;
        left--;
    }
    fclose(file);
    printf("%ld\n", tried);
    return tried > 0 ? 0 : 1;
}
