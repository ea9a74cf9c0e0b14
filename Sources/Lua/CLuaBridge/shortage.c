// Memory errors: what a script is told, and how they are raised again after a coroutine or the host. The message says
// where memory ran out, and whether the call stack was the cause.
#include "limits.h"

#include <string.h>

// How much memory an error message may take beyond the ceiling, which may have been reached.
enum { ROOM_FOR_WORDS = 1024 };

static int push_shortage(lua_State *L) {
    lb_vm *vm = VM(L);
    const char *words = vm->shortage.is_overflow ? "stack overflow" : "not enough memory";
    if (vm->shortage.place[0] != 0) {
        lua_pushfstring(L, "%s: %s", vm->shortage.place, words);
    } else {
        lua_pushstring(L, words);
    }
    return 1;
}

static int push_failed_handler(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->error.place[0] != 0) {
        lua_pushfstring(L, "%s: stack overflow (error in error handling)", vm->error.place);
    } else {
        lua_pushliteral(L, "stack overflow (error in error handling)");
    }
    return 1;
}

void shortage_explain(lua_State *L, int status) {
    lb_vm *vm = VM(L);
    vm->shortage.is_kept = false;
    if (status != LUA_ERRMEM && status != LUA_ERRERR) return;
    bool is_overflow = vm->shortage.is_overflow;
    vm->heap->limit += ROOM_FOR_WORDS;
    lua_pushcfunction(L, status == LUA_ERRMEM ? push_shortage : push_failed_handler);
    lua_pcall(L, 0, 1, 0); // if this fails, its error says the same without a place
    vm->heap->limit -= ROOM_FOR_WORDS;
    vm->shortage.is_overflow = is_overflow;
    lua_remove(L, -2);
}

int shortage_raise(lua_State *L) {
    lb_vm *vm = VM(L);
    if (vm->call.end != RUNNING) return limits_raise(L);
    vm->shortage.is_kept = true;
    lua_newuserdata(L, vm->heap->limit + 1); // does not fit
    return lua_error(L);
}

void shortage_place_overflow(lua_State *L, lua_State *from) {
    static const char words[] = "C stack overflow";
    char place[96];
    if (lua_type(L, -1) != LUA_TSTRING || strcmp(lua_tostring(L, -1), words) != 0) return;
    if (!trace_place(from, place, sizeof place)) return;
    lua_pop(L, 1);
    lua_pushfstring(L, "%s: %s", place, words);
}
