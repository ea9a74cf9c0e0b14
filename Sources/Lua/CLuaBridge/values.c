// Code in and values across the border.
#include <stdlib.h>
#include <string.h>

#include "vm.h"

// --- loading --------------------------------------------------------------------------------------------------------

// What a file loader of Lua passes over: a byte order mark, and a first line that starts with '#' (its line break
// stays, so that line numbers do).
static const char *skip_head(const char *text, size_t *length) {
    if (*length >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) text += 3, *length -= 3;
    if (*length > 0 && text[0] == '#') {
        const char *end = memchr(text, '\n', *length);
        size_t skipped = end != NULL ? (size_t)(end - text) : *length;
        text += skipped;
        *length -= skipped;
        // A compiled chunk may follow; the line break would hide its first byte.
        if (*length > 1 && text[1] == LUA_SIGNATURE[0]) text += 1, *length -= 1;
    }
    return text;
}

// Pushes the compiled text, or a message. Runs inside a protected call.
int vm_load_text(lua_State *L, const char *text, size_t length, const char *name) {
    text = skip_head(text, &length);
    lua_pushfstring(L, "@%s", name);
    const char *chunk = lua_tostring(L, -1);
    int status;
    if (length > 0 && text[0] == LUA_SIGNATURE[0]) {
        lua_pushfstring(L, "%s: the file is compiled Lua; the module takes plain text only", name);
        status = LUA_ERRFILE;
    } else {
        lines_expect(VM(L), name);
        status = load_text(L, text, length, chunk);
    }
    lua_remove(L, -2);
    return status;
}

typedef struct {
    lb_vm *vm;
    const char *text, *name;
    size_t length;
    int reference;
    lb_status refusal;
} load_request;

static void load_or_raise(lua_State *L, load_request *request) {
    int status = vm_load_text(L, request->text, request->length, request->name);
    if (status == LUA_OK) return;
    if (status == LUA_ERRFILE) request->refusal = LB_BYTECODE;
    if (status == LUA_ERRSYNTAX) request->refusal = LB_SYNTAX;
    if (status == LUA_ERRMEM) protect_raise_shortage(L);
    lua_error(L);
}

static int load_body(lua_State *L) {
    load_request *request = lua_touserdata(L, 1);
    load_or_raise(L, request);
    request->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

// The code that the request itself knows counts more than "a runtime error".
static lb_status refined(lb_status status, const load_request *request) {
    return status == LB_RUNTIME && request->refusal != LB_OK ? request->refusal : status;
}

lb_status lb_load(lb_vm *vm, const char *text, size_t length, const char *name, int *function) {
    load_request request = {.vm = vm, .text = text, .length = length, .name = name};
    lb_status status = refined(vm_protect(vm, load_body, &request, 0), &request);
    *function = request.reference;
    return status;
}

static int append_code(lua_State *L, const void *piece, size_t size, void *context) {
    (void)L;
    buffer *code = context;
    if (code->length + size > code->room) {
        size_t room = code->length + size + code->room;
        char *larger = realloc(code->bytes, room);
        if (larger == NULL) return 1;
        code->bytes = larger;
        code->room = room;
    }
    memcpy(code->bytes + code->length, piece, size);
    code->length += size;
    return 0;
}

static int compile_body(lua_State *L) {
    load_request *request = lua_touserdata(L, 1);
    load_or_raise(L, request);
    request->vm->scratch.length = 0;
    if (lua_dump(L, append_code, &request->vm->scratch, 0) != 0) {
        luaL_error(L, "the system has no memory for the compiled text");
    }
    return 0;
}

lb_status lb_compile(lb_vm *vm, const char *text, size_t length, const char *name, const char **code, size_t *size) {
    load_request request = {.vm = vm, .text = text, .length = length, .name = name};
    lb_status status = refined(vm_protect(vm, compile_body, &request, 0), &request);
    *code = vm->scratch.bytes;
    *size = vm->scratch.length;
    return status;
}

static int load_compiled_body(lua_State *L) {
    load_request *request = lua_touserdata(L, 1);
    int status = luaL_loadbufferx(L, request->text, request->length, request->name, "b");
    if (status == LUA_ERRMEM) return protect_raise_shortage(L);
    if (status != LUA_OK) return lua_error(L);
    request->reference = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

lb_status lb_load_compiled(lb_vm *vm, const char *code, size_t size, const char *name, int *function) {
    load_request request = {.vm = vm, .text = code, .length = size, .name = name};
    lb_status status = vm_protect(vm, load_compiled_body, &request, 0);
    *function = request.reference;
    return status;
}

void lb_release(lb_vm *vm, int reference) {
    luaL_unref(vm->current, LUA_REGISTRYINDEX, reference);
}

// --- out of Lua -----------------------------------------------------------------------------------------------------

lb_value vm_value(lua_State *L, int index) {
    lb_value value = {.type = LB_OTHER};
    switch (lua_type(L, index)) {
    case LUA_TNONE:
    case LUA_TNIL: value.type = LB_NIL; break;
    case LUA_TBOOLEAN:
        value.type = LB_BOOLEAN;
        value.boolean = lua_toboolean(L, index);
        break;
    case LUA_TNUMBER:
        if (lua_isinteger(L, index)) {
            value.type = LB_INTEGER;
            value.integer = lua_tointeger(L, index);
        } else {
            value.type = LB_NUMBER;
            value.number = lua_tonumber(L, index);
        }
        break;
    case LUA_TSTRING:
        value.type = LB_STRING;
        value.bytes = lua_tolstring(L, index, &value.length); // a string already: nothing is converted
        break;
    case LUA_TTABLE: value.type = LB_TABLE; break;
    case LUA_TFUNCTION: value.type = LB_FUNCTION; break;
    default: break;
    }
    return value;
}

int lb_top(const lb_vm *vm) { return lua_gettop(vm->current); }
void lb_settop(lb_vm *vm, int top) {
    lua_settop(vm->current, top);
}
lb_value lb_get(const lb_vm *vm, int index) { return vm_value(vm->current, index); }

// What each value costs the host besides its bytes, and each table on the way down.
enum { DEEPEST = 32, COST_OF_A_VALUE = 64 };

// A string that stands in a table a thousand times leaves Lua as a thousand strings, so it costs that much.
static size_t add_flat(lua_State *L, lb_vm *vm, lb_value value) {
    vm->flat_cost += COST_OF_A_VALUE + (value.type == LB_STRING ? value.length : 0);
    if (vm->flat_cost > vm->limits.answer) {
        luaL_error(L, "a value that leaves Lua may have %I bytes at most", (lua_Integer)vm->limits.answer);
    }
    if (vm->flat_count == vm->flat_room) {
        size_t room = vm->flat_room == 0 ? 64 : vm->flat_room * 2;
        lb_value *larger = realloc(vm->flat, room * sizeof *larger);
        if (larger == NULL) luaL_error(L, "the system has no memory for the values of a table");
        vm->flat = larger;
        vm->flat_room = room;
    }
    vm->flat[vm->flat_count] = value;
    limits_charge(L, vm, 1);
    return vm->flat_count++;
}

static void flatten(lua_State *L, lb_vm *vm, int index, int depth) {
    lb_value value = vm_value(L, index);
    size_t at = add_flat(L, vm, value);
    if (value.type != LB_TABLE) return;
    if (depth == DEEPEST) luaL_error(L, "the table is nested too deep");
    luaL_checkstack(L, 3, "the table is nested too deep");
    size_t pairs = 0;
    lua_pushnil(L);
    while (lua_next(L, index)) {
        int top = lua_gettop(L);
        add_flat(L, vm, vm_value(L, top - 1));
        flatten(L, vm, top, depth + 1);
        lua_pop(L, 1);
        pairs++;
    }
    vm->flat[at].length = pairs;
}

static int flatten_body(lua_State *L) {
    flatten(L, lua_touserdata(L, 2), 1, 0);
    return 0;
}

size_t lb_flat_cost(const lb_vm *vm) { return vm->flat_cost; }

lb_status lb_flatten(lb_vm *vm, int index, size_t cost, const lb_value **list, size_t *count) {
    lua_State *L = vm->current;
    *list = NULL;
    *count = 0;
    lb_status room = vm_need(vm, 8);
    if (room != LB_OK) return room;
    vm->flat_count = 0;
    vm->flat_cost = cost;
    lua_pushvalue(L, index);
    lua_pushlightuserdata(L, vm);
    lb_status status = vm_protect_pushed(vm, flatten_body, 2, 0);
    if (status == LB_RUNTIME && vm->flat_cost > vm->limits.answer) status = LB_TOO_LARGE;
    *list = vm->flat;
    *count = vm->flat_count;
    return status;
}

static int reference_body(lua_State *L) {
    int *reference = lua_touserdata(L, 2);
    lua_pushvalue(L, 1);
    *reference = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

lb_status lb_reference(lb_vm *vm, int index, int *reference) {
    lua_State *L = vm->current;
    lb_status room = vm_need(vm, 8);
    if (room != LB_OK) return room;
    lua_pushvalue(L, index);
    lua_pushlightuserdata(L, reference);
    return vm_protect_pushed(vm, reference_body, 2, 0);
}

typedef struct {
    lb_vm *vm;
    const lb_value *keys;
    int count;
} keys_request;

static int list_keys_body(lua_State *L) {
    keys_request *request = lua_touserdata(L, 2);
    lb_vm *vm = request->vm;
    lua_settop(L, 1); // what the function answered
    for (int i = 0; i < request->count && lua_istable(L, -1); i++) {
        if (request->keys[i].type == LB_INTEGER) {
            lua_rawgeti(L, -1, request->keys[i].integer);
        } else {
            lua_pushlstring(L, request->keys[i].bytes, request->keys[i].length);
            lua_rawget(L, -2);
        }
    }
    if (!lua_istable(L, -1)) return 0;
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (!lua_isinteger(L, -2)) continue;
        if (vm->key_count == vm->key_room) {
            size_t room = vm->key_room == 0 ? 64 : vm->key_room * 2;
            int64_t *larger = realloc(vm->keys, room * sizeof *larger);
            if (larger == NULL) return luaL_error(L, "the system has no memory for the keys of a table");
            vm->keys = larger;
            vm->key_room = room;
        }
        vm->keys[vm->key_count++] = lua_tointeger(L, -2);
    }
    return 0;
}

lb_status lb_list_keys(
    lb_vm *vm, const lb_value *keys, int count, const int64_t **found, size_t *found_count
) {
    vm->key_count = 0;
    *found = NULL;
    *found_count = 0;
    lua_State *L = vm->current;
    lb_status room = vm_need(vm, 8);
    if (room != LB_OK) return room;
    keys_request request = {.vm = vm, .keys = keys, .count = count};
    lua_pushlightuserdata(L, &request);
    lb_status status = vm_protect_pushed(vm, list_keys_body, 2, 0);
    *found = vm->keys;
    *found_count = vm->key_count;
    return status;
}

// --- into Lua -------------------------------------------------------------------------------------------------------

static int push_string_body(lua_State *L) {
    const lb_value *value = lua_touserdata(L, 1);
    lua_pushlstring(L, value->bytes, value->length);
    return 1;
}

lb_status lb_push(lb_vm *vm, lb_value value) {
    lua_State *L = vm->current;
    if (value.type == LB_STRING) return vm_protect(vm, push_string_body, &value, 1);
    lb_status room = vm_need(vm, 8);
    if (room != LB_OK) return room;
    switch (value.type) {
    case LB_BOOLEAN: lua_pushboolean(L, value.boolean); break;
    case LB_INTEGER: lua_pushinteger(L, value.integer); break;
    case LB_NUMBER: lua_pushnumber(L, value.number); break;
    default: lua_pushnil(L);
    }
    return LB_OK;
}

static int push_field_body(lua_State *L) {
    if (!lua_istable(L, 1)) return 0;
    lua_pushstring(L, lua_touserdata(L, 2));
    lua_rawget(L, 1);
    return 1;
}

lb_status lb_push_field(lb_vm *vm, const char *name) {
    lb_status room = vm_need(vm, 8);
    if (room != LB_OK) return room;
    lua_pushlightuserdata(vm->current, (void *)name);
    return vm_protect_pushed(vm, push_field_body, 2, 1);
}

lb_status lb_push_reference(lb_vm *vm, int reference) {
    lb_status room = vm_need(vm, 8);
    if (room != LB_OK) return room;
    lua_rawgeti(vm->current, LUA_REGISTRYINDEX, reference);
    return LB_OK;
}

static int push_table_body(lua_State *L) {
    const int *sizes = lua_touserdata(L, 1);
    lua_createtable(L, sizes[0], sizes[1]);
    return 1;
}

lb_status lb_push_table(lb_vm *vm, int array, int fields) {
    int sizes[2] = {array, fields};
    return vm_protect(vm, push_table_body, sizes, 1);
}

static int set_field_body(lua_State *L) {
    lua_rawset(L, 1);
    return 0;
}

lb_status lb_set_field(lb_vm *vm) {
    lua_State *L = vm->current;
    lb_status room = vm_need(vm, 8);
    if (room != LB_OK) return room;
    lua_pushvalue(L, -3);
    lua_insert(L, -3);
    return vm_protect_pushed(vm, set_field_body, 3, 0);
}

static int push_global_body(lua_State *L) {
    lua_pushglobaltable(L);
    lua_pushstring(L, lua_touserdata(L, 1));
    lua_rawget(L, -2);
    return 1;
}

lb_status lb_push_global(lb_vm *vm, const char *name) { return vm_protect(vm, push_global_body, (void *)name, 1); }

static int set_global_body(lua_State *L) {
    lua_pushglobaltable(L);
    lua_pushstring(L, lua_touserdata(L, 2));
    lua_pushvalue(L, 1);
    lua_rawset(L, -3);
    return 0;
}

lb_status lb_set_global(lb_vm *vm, const char *name) {
    lua_State *L = vm->current;
    lb_status room = vm_need(vm, 8);
    if (room != LB_OK) return room;
    lua_pushlightuserdata(L, (void *)name);
    return vm_protect_pushed(vm, set_global_body, 2, 0);
}

typedef struct {
    const char *table, *name;
    int function;
} register_request;

static int register_body(lua_State *L) {
    const register_request *request = lua_touserdata(L, 1);
    lua_pushglobaltable(L);
    if (request->table != NULL) luaL_getsubtable(L, -1, request->table);
    lua_pushstring(L, request->name);
    lua_pushinteger(L, request->function);
    lua_pushcclosure(L, vm_trampoline, 1);
    lua_rawset(L, -3);
    return 0;
}

lb_status lb_register(lb_vm *vm, const char *table, const char *name, int function) {
    register_request request = {.table = table, .name = name, .function = function};
    return vm_protect(vm, register_body, &request, 0);
}
