// Texts and bytecode on their way into Lua.
#include "entry.h"
#include "stack.h"

typedef struct {
    lb_vm *vm;
    const char *text, *name;
    size_t length;
    int number; // of the function
    lb_status refusal;
} load_request;

static void load_or_raise(lua_State *L, load_request *request) {
    int status = load_file(L, request->text, request->length, request->name);
    if (status == LUA_OK) return;
    if (status == LUA_ERRFILE) request->refusal = LB_BYTECODE;
    if (status == LUA_ERRSYNTAX) request->refusal = LB_SYNTAX;
    if (status == LUA_ERRMEM) shortage_raise(L);
    lua_error(L);
}

static int load_body(lua_State *L) {
    load_request *request = lua_touserdata(L, 1);
    load_or_raise(L, request);
    request->number = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

// A status that the request itself knows takes precedence over "a runtime error".
static lb_status refined(lb_status status, const load_request *request) {
    return status == LB_RUNTIME && request->refusal != LB_OK ? request->refusal : status;
}

lb_status lb_load(lb_vm *vm, const char *text, size_t length, const char *name, lb_reference **function) {
    load_request request = {.vm = vm, .text = text, .length = length, .name = name};
    lb_status status = refined(entry_run(vm, load_body, &request, 0), &request);
    return status == LB_OK ? stack_refer(vm, request.number, function) : status;
}

static int append_code(lua_State *L, const void *piece, size_t size, void *context) {
    (void)L;
    return buffer_add(context, piece, size) ? 0 : 1;
}

static int compile_body(lua_State *L) {
    load_request *request = lua_touserdata(L, 1);
    load_or_raise(L, request);
    request->vm->code.length = 0;
    if (lua_dump(L, append_code, &request->vm->code, 0) != 0) {
        luaL_error(L, "the system has no memory for the compiled text");
    }
    return 0;
}

lb_status lb_compile(lb_vm *vm, const char *text, size_t length, const char *name, const char **code, size_t *size) {
    load_request request = {.vm = vm, .text = text, .length = length, .name = name};
    lb_status status = refined(entry_run(vm, compile_body, &request, 0), &request);
    *code = vm->code.bytes;
    *size = vm->code.length;
    return status;
}

static int load_compiled_body(lua_State *L) {
    load_request *request = lua_touserdata(L, 1);
    int status = luaL_loadbufferx(L, request->text, request->length, request->name, "b");
    if (status == LUA_ERRMEM) return shortage_raise(L);
    if (status != LUA_OK) return lua_error(L);
    request->number = luaL_ref(L, LUA_REGISTRYINDEX);
    return 0;
}

lb_status lb_load_compiled(
    lb_vm *vm, const char *code, size_t size, const char *name, lb_reference **function
) {
    load_request request = {.vm = vm, .text = code, .length = size, .name = name};
    lb_status status = entry_run(vm, load_compiled_body, &request, 0);
    return status == LB_OK ? stack_refer(vm, request.number, function) : status;
}
