// The only door between Swift and liblua. It names no type of lua.h, so that Swift cannot access the raw interface, and
// no function here lets a Lua error jump past its caller: each returns a status instead.
#ifndef LUA_BRIDGE_H
#define LUA_BRIDGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct lb_vm lb_vm;

// A value that Lua keeps for Swift. It may be dropped at any time, by any thread, from a deinit while Lua runs, and
// after lb_close: the VM releases the value at its next entry.
typedef struct lb_reference lb_reference;

// How a call into Lua ended. For anything but LB_OK, the message is in lb_error_message.
typedef enum {
    LB_OK = 0,
    LB_RUNTIME,      // a Lua error
    LB_SYNTAX,       // the text is not Lua
    LB_BYTECODE,     // the chunk is compiled Lua
    LB_MEMORY,       // the memory ceiling was reached
    LB_INSTRUCTIONS, // the instruction budget was used up
    LB_TIMEOUT,      // the time limit was reached and the script was stopped
    LB_TOO_LARGE,    // a value is larger than may leave Lua
    LB_MISSING       // there is no such function
} lb_status;

// The first four are plain: they need no Lua memory. The last two are only for arguments of lb_call, with a number in
// `integer`: a value that Lua keeps, by the number of its reference, and a value at an index of the stack.
typedef enum {
    LB_NIL,
    LB_BOOLEAN,
    LB_INTEGER,
    LB_NUMBER,
    LB_STRING,
    LB_TABLE,
    LB_FUNCTION,
    LB_OTHER,
    LB_KEPT,
    LB_PUSHED
} lb_type;

// One Lua value. The `bytes` of a string live as long as the value is on the Lua stack. A table in a flattened list
// (lb_flatten) is followed by 2 * length values, key and value in turn.
typedef struct {
    lb_type type;
    size_t length;
    union {
        bool boolean;
        int64_t integer;
        double number;
        const char *bytes;
    };
} lb_value;

typedef struct {
    size_t memory;        // bytes that Lua may hold
    size_t reserve;       // bytes of address space; more than `memory`, because freed blocks keep their size
    int64_t instructions; // for each call from outside; 0 is no limit
    bool is_exact;        // count from the first instruction on, at the price of a slower script
    double seconds;       // for each outermost call; 0 is no limit
    double patience;      // after them, until the program ends because a call did not come back
    size_t answer;        // bytes of one value that leaves Lua with all below it, each reference counted as a copy
    size_t emission;      // bytes that one call may give to the host by print and host functions
    size_t emissions;     // how often it may
    uint64_t seed;        // for math.random
    int pause; // of the collector, in percent: how far the heap grows before it is collected again; 0 for Lua's own
} lb_limits;

// The scripts' access to the outside world. `context` is passed to each call.
typedef struct {
    void *context;
    // A host function was called: returns the number of results pushed, LB_RAISE with the message on top, or
    // LB_RAISE_SHORTAGE if Lua ran out of memory for the host.
    int (*call)(void *context, int function, int arguments);
    // Lua printed a line; its bytes have been counted.
    void (*print)(void *context, const char *text, size_t length, const char *file, int line);
    // The text for `require`; false if there is no such module. The bytes stay valid until the next call.
    bool (*module)(void *context, const char *name, const char **text, size_t *length, const char **file);
    int64_t (*unix_time)(void *context);
    double (*processor_time)(void *context);
} lb_host;

enum { LB_RAISE = -1, LB_RAISE_SHORTAGE = -2 };

// --- life -----------------------------------------------------------------------------------------------------------

// A VM with the sandbox in place; NULL if the system has no memory for it.
lb_vm *lb_open(lb_limits limits, lb_host host);
void lb_close(lb_vm *vm);

void lb_set_limits(lb_vm *vm, lb_limits limits);
size_t lb_memory_use(const lb_vm *vm);
// What Lua says of itself, "$LuaVersion: Lua 5.3.6  Copyright ...", at its place in the library.
const char *lb_lua_ident(void);
// Whether a script has used or set the random numbers.
bool lb_has_drawn(const lb_vm *vm);
// Collects all that is garbage. Only between calls.
void lb_collect(lb_vm *vm);

// Keeps the heap as it is now; lb_restore brings it back, at the cost of the pages touched since. Only between calls.
bool lb_snapshot(lb_vm *vm);
bool lb_restore(lb_vm *vm);
// The same, but the earlier snapshot stays, and lb_drop_snapshot brings that one back and forgets the later one.
bool lb_snapshot_above(lb_vm *vm);
bool lb_drop_snapshot(lb_vm *vm);

// One of the VMs that begin as another one was at one moment. They share one lb_vm, and with it an address: each call of
// this interface is for the VM that was made active last.
typedef struct lb_member lb_member;

// Keeps a VM as it is now, so that others can begin from it; the VM is one of them from then on. NULL if the system has
// no memory for it, or cannot move memory. Only between calls.
lb_member *lb_make_image(lb_vm *vm);
// Another VM that begins from the image; NULL if the system has no memory for it.
lb_member *lb_begin_from_image(lb_vm *vm, lb_host host, uint64_t seed);
// Makes a VM the active one. Only between calls of any of them.
void lb_activate(lb_member *member);
// Ends a VM; for the one that the image was made of, lb_close, after all others.
void lb_end_member(lb_member *member);
// Gives back the memory that it only reads; it comes back by itself.
void lb_rest(lb_member *member);

// Message and traceback of the last call that did not end with LB_OK.
const char *lb_error_message(const lb_vm *vm, size_t *length);
const char *lb_error_traceback(const lb_vm *vm, size_t *length);
// Where a script was stopped: file, line and function, if known.
const char *lb_error_place(const lb_vm *vm);

// Whether a limit of the running call has been reached, so that a host function should return.
bool lb_is_over(lb_vm *vm);
// Counts what a host function outputs for the running call; returns NULL, or the message for the limit that was
// reached.
const char *lb_emit(lb_vm *vm, size_t bytes);
// What the last pcall or xpcall of a script caught: LB_MEMORY if the allocator refused a block, otherwise LB_RUNTIME.
lb_status lb_caught(const lb_vm *vm);

// --- code -----------------------------------------------------------------------------------------------------------

// Compiles a text (a BOM and a first line with # are skipped); leaves a reference to the function.
lb_status lb_load(lb_vm *vm, const char *text, size_t length, const char *name, lb_reference **function);
// Compiles a text to bytecode for lb_load_compiled; the bytes are valid until the next call.
lb_status lb_compile(lb_vm *vm, const char *text, size_t length, const char *name, const char **code, size_t *size);
// Loads only what lb_compile made in this process.
lb_status lb_load_compiled(
    lb_vm *vm, const char *code, size_t size, const char *name, lb_reference **function);

// A reference to the value at an index of the stack.
lb_status lb_keep(lb_vm *vm, int index, lb_reference **reference);
// The number under which Lua keeps it, for arguments and callees; greater than 0.
int lb_reference_number(const lb_reference *reference);
void lb_drop(lb_reference *reference);

// Words that lb_call recognizes among results by their address. They stay in Lua permanently.
lb_status lb_keep_words(lb_vm *vm, const char *const *words, int count);

// --- calls ----------------------------------------------------------------------------------------------------------

// A function by its number; or, with a table, the function under a name in that table, both by their numbers, looked up
// without metamethods.
typedef struct {
    int table;
    int name;
} lb_callee;

enum { LB_NO_TABLE = 0, LB_ALL = -1 };

// The outcome of a call.
typedef struct {
    int64_t code;   // the first of one or three results, if it converts to an integer; else -1
    int word;       // the second of three: its place among the kept words, or -1
    lb_value value; // the only result, or the third of three
    int top;        // the height of the stack to go back to
    int first;      // the index of the first result; 0 if nothing is left on the stack
} lb_outcome;

// Calls a function with plain, kept or pushed arguments. LB_MISSING if the table has no such function. Describes one or
// three results; if they do not fit into the outcome, or with LB_ALL, the results stay on the stack until lb_settop(vm,
// outcome->top).
lb_status lb_call(
    lb_vm *vm, lb_callee callee, const lb_value *arguments, int count, int wanted, lb_outcome *outcome);
// Where a function of a file is defined, `file:line`; false if this is not known.
bool lb_function_place(lb_vm *vm, lb_callee callee, char *place, size_t size);
// Takes the value on top, follows `count` raw keys from it, and lists the integer keys of the table there in the order
// of `pairs`; none if there is no table.
lb_status lb_list_keys(lb_vm *vm, const lb_value *keys, int count, const int64_t **found, size_t *found_count);

// --- the stack ------------------------------------------------------------------------------------------------------

int lb_top(const lb_vm *vm);
void lb_settop(lb_vm *vm, int top);
// The value at an index counted from 1; a string's bytes are valid as long as it is there.
lb_value lb_get(const lb_vm *vm, int index);
// A value with everything in it, as a list that is valid until the next lb_flatten. LB_TOO_LARGE for more than may
// leave Lua, LB_RUNTIME for a table that is nested too deeply. `cost` is the cost in bytes of what leaves Lua together
// with it; lb_flat_cost returns that plus the value's own.
lb_status lb_flatten(lb_vm *vm, int index, size_t cost, const lb_value **list, size_t *count);
size_t lb_flat_cost(const lb_vm *vm);

lb_status lb_push(lb_vm *vm, lb_value value);
// Replaces the table on top with one of its fields, read without metamethods.
lb_status lb_push_field(lb_vm *vm, const char *name);
// Pushes the value that Lua keeps under a number.
lb_status lb_push_reference(lb_vm *vm, int reference);
lb_status lb_push_table(lb_vm *vm, int array, int fields);
// Pops value and key into the table below them, without metamethods.
lb_status lb_set_field(lb_vm *vm);
lb_status lb_push_global(lb_vm *vm, const char *name);
// Pops the value into a global, without metamethods.
lb_status lb_set_global(lb_vm *vm, const char *name);
// Makes a global function, or a field of a global table, that calls back with the number.
lb_status lb_register(lb_vm *vm, const char *table, const char *name, int function);

// --- coverage -------------------------------------------------------------------------------------------------------

// Starts counting the lines that run, by file.
void lb_count_lines(lb_vm *vm);
// The counts of a file, index 0 for line 1; NULL if none of its lines ran.
const uint32_t *lb_line_counts(const lb_vm *vm, const char *file, size_t *count);

// --- profile --------------------------------------------------------------------------------------------------------

// A function below its caller, with the cost of the function itself. The strings live as long as the VM.
typedef struct {
    int parent;         // the number of the caller's entry, which is lower; -1 for the host, which is 0
    const char *source; // the name of the file, or [C]
    const char *name;   // as it was first called; may be empty
    int line;           // where it begins; 0 for the text of a file, -1 for a function that is none of Lua's
    uint64_t calls, instructions, nanoseconds;
} lb_profile_entry;

// Starts counting what functions cost; false if there is no memory for it. Only between calls.
bool lb_start_profile(lb_vm *vm);
// An entry by its number, from 0 up; false if there is none.
bool lb_profile_entry_at(const lb_vm *vm, int number, lb_profile_entry *entry);

#endif
