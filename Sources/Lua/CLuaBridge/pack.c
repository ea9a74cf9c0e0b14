// pack, packsize and unpack of the string library (Lua 5.3 manual §6.4.2).
#include <limits.h>
#include <string.h>

#include "text.h"

enum { BYTE = 8, LARGEST_INTEGER = 16, INTEGER = sizeof(lua_Integer), LARGEST_ALIGNMENT = 8, STEPS_AN_OPTION = 2 };

typedef enum { SIGNED, UNSIGNED, FLOAT, FIXED, COUNTED, TERMINATED, PADDING, ALIGNMENT, NOTHING } kind;

typedef struct {
    lua_State *L;
    const char *at; // the rest of the format
    bool is_little;
    int alignment; // the most that values are aligned to
} format;

typedef struct {
    kind kind;
    int size;
    int padding; // bytes before it
} option;

static bool is_native_little(void) {
    const int one = 1;
    return *(const char *)&one == 1;
}

static format begin(lua_State *L) {
    return (format){.L = L, .at = luaL_checkstring(L, 1), .is_little = is_native_little(), .alignment = 1};
}

// --- the format -----------------------------------------------------------------------------------------------------

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static int number(format *f, int missing) {
    if (!is_digit(*f->at)) return missing;
    int value = 0;
    do {
        value = value * 10 + (*f->at++ - '0');
    } while (is_digit(*f->at) && value <= (INT_MAX - 9) / 10);
    return value;
}

static int integer_size(format *f, int missing) {
    int size = number(f, missing);
    if (size < 1 || size > LARGEST_INTEGER) {
        luaL_error(f->L, "integral size (%d) out of limits [1,%d]", size, LARGEST_INTEGER);
    }
    return size;
}

static kind read_option(format *f, int *size) {
    char letter = *f->at++;
    *size = 0;
    switch (letter) {
    case 'b': *size = sizeof(char); return SIGNED;
    case 'B': *size = sizeof(char); return UNSIGNED;
    case 'h': *size = sizeof(short); return SIGNED;
    case 'H': *size = sizeof(short); return UNSIGNED;
    case 'l': *size = sizeof(long); return SIGNED;
    case 'L': *size = sizeof(long); return UNSIGNED;
    case 'j': *size = sizeof(lua_Integer); return SIGNED;
    case 'J': *size = sizeof(lua_Integer); return UNSIGNED;
    case 'T': *size = sizeof(size_t); return UNSIGNED;
    case 'f': *size = sizeof(float); return FLOAT;
    case 'd': *size = sizeof(double); return FLOAT;
    case 'n': *size = sizeof(lua_Number); return FLOAT;
    case 'i': *size = integer_size(f, sizeof(int)); return SIGNED;
    case 'I': *size = integer_size(f, sizeof(int)); return UNSIGNED;
    case 's': *size = integer_size(f, sizeof(size_t)); return COUNTED;
    case 'c':
        *size = number(f, -1);
        if (*size == -1) luaL_error(f->L, "missing size for format option 'c'");
        return FIXED;
    case 'z': return TERMINATED;
    case 'x': *size = 1; return PADDING;
    case 'X': return ALIGNMENT;
    case ' ': return NOTHING;
    case '<': f->is_little = true; return NOTHING;
    case '>': f->is_little = false; return NOTHING;
    case '=': f->is_little = is_native_little(); return NOTHING;
    case '!': f->alignment = integer_size(f, LARGEST_ALIGNMENT); return NOTHING;
    default: luaL_error(f->L, "invalid format option '%c'", letter); return NOTHING;
    }
}

// The next option, for a place that many bytes from the start.
static option next(format *f, size_t position) {
    option found = {.kind = NOTHING};
    limits_charge(f->L, VM(f->L), STEPS_AN_OPTION);
    found.kind = read_option(f, &found.size);
    int alignment = found.size;
    if (found.kind == ALIGNMENT) {
        if (*f->at == 0 || read_option(f, &alignment) == FIXED || alignment == 0) {
            luaL_argerror(f->L, 1, "invalid next option for option 'X'");
        }
    }
    if (alignment <= 1 || found.kind == FIXED) return found;
    if (alignment > f->alignment) alignment = f->alignment;
    if ((alignment & (alignment - 1)) != 0) luaL_argerror(f->L, 1, "format asks for alignment not power of 2");
    found.padding = (alignment - (int)(position & (size_t)(alignment - 1))) & (alignment - 1);
    return found;
}

// --- pack -----------------------------------------------------------------------------------------------------------

static void add_zeros(text *to, size_t count) {
    memset(text_reserve(to, count), 0, count);
    to->length += count;
}

static void add_integer(text *to, lua_Unsigned value, bool is_little, int size, bool is_negative) {
    char *bytes = text_reserve(to, (size_t)size);
    for (int i = 0; i < size; i++) {
        unsigned char byte = i < INTEGER ? (unsigned char)(value >> (i * BYTE)) : is_negative ? 0xFF : 0;
        bytes[is_little ? i : size - 1 - i] = (char)byte;
    }
    to->length += (size_t)size;
}

static void copy(char *to, const char *from, int size, bool is_little) {
    for (int i = 0; i < size; i++) to[i] = from[is_little == is_native_little() ? i : size - 1 - i];
}

static void pack_value(format *f, text *to, option o, int argument) {
    lua_State *L = f->L;
    size_t size = (size_t)o.size, length;
    const char *bytes;
    switch (o.kind) {
    case SIGNED: {
        lua_Integer value = luaL_checkinteger(L, argument);
        if (o.size < INTEGER) {
            lua_Integer limit = (lua_Integer)1 << (o.size * BYTE - 1);
            luaL_argcheck(L, -limit <= value && value < limit, argument, "integer overflow");
        }
        add_integer(to, (lua_Unsigned)value, f->is_little, o.size, value < 0);
        break;
    }
    case UNSIGNED: {
        lua_Unsigned value = (lua_Unsigned)luaL_checkinteger(L, argument);
        if (o.size < INTEGER) {
            luaL_argcheck(L, value < (lua_Unsigned)1 << (o.size * BYTE), argument, "unsigned overflow");
        }
        add_integer(to, value, f->is_little, o.size, false);
        break;
    }
    case FLOAT: {
        double value = luaL_checknumber(L, argument);
        float narrow = (float)value;
        bool is_narrow = size == sizeof narrow;
        copy(text_reserve(to, size), is_narrow ? (char *)&narrow : (char *)&value, o.size, f->is_little);
        to->length += size;
        break;
    }
    case FIXED:
        bytes = luaL_checklstring(L, argument, &length);
        luaL_argcheck(L, length <= size, argument, "string longer than given size");
        text_add(to, bytes, length);
        add_zeros(to, size - length);
        break;
    case COUNTED:
        bytes = luaL_checklstring(L, argument, &length);
        luaL_argcheck(
            L, size >= sizeof(size_t) || length < (size_t)1 << (size * BYTE), argument,
            "string length does not fit in given size");
        add_integer(to, length, f->is_little, o.size, false);
        text_add(to, bytes, length);
        break;
    case TERMINATED:
        bytes = luaL_checklstring(L, argument, &length);
        luaL_argcheck(L, strlen(bytes) == length, argument, "string contains zeros");
        text_add(to, bytes, length);
        add_zeros(to, 1);
        break;
    default: break;
    }
}

static bool takes_value(kind kind) { return kind != PADDING && kind != ALIGNMENT && kind != NOTHING; }

static int pack(lua_State *L) {
    format f = begin(L);
    int argument = 1;
    text result;
    lua_pushnil(L); // in place of a value that is missing
    text_begin(&result, L);
    while (*f.at != 0) {
        option o = next(&f, result.length);
        add_zeros(&result, (size_t)o.padding);
        if (o.kind == PADDING) add_zeros(&result, 1);
        if (!takes_value(o.kind)) continue;
        argument++;
        pack_value(&f, &result, o, argument);
    }
    text_push(&result);
    return 1;
}

static int pack_size(lua_State *L) {
    format f = begin(L);
    size_t total = 0;
    while (*f.at != 0) {
        option o = next(&f, total);
        size_t size = (size_t)o.size + (size_t)o.padding;
        luaL_argcheck(L, total <= INT_MAX - size, 1, "format result too large");
        total += size;
        if (o.kind == COUNTED || o.kind == TERMINATED) return luaL_argerror(L, 1, "variable-length format");
    }
    lua_pushinteger(L, (lua_Integer)total);
    return 1;
}

// --- unpack ---------------------------------------------------------------------------------------------------------

static lua_Integer read_integer(lua_State *L, const char *bytes, bool is_little, int size, bool is_signed) {
    lua_Unsigned value = 0;
    int most = size <= INTEGER ? size : INTEGER;
    for (int i = most - 1; i >= 0; i--) {
        value = value << BYTE | (unsigned char)bytes[is_little ? i : size - 1 - i];
    }
    if (size < INTEGER && is_signed) {
        lua_Unsigned sign = (lua_Unsigned)1 << (size * BYTE - 1);
        value = (value ^ sign) - sign;
    }
    unsigned char rest = is_signed && (lua_Integer)value < 0 ? 0xFF : 0;
    for (int i = most; i < size; i++) {
        if ((unsigned char)bytes[is_little ? i : size - 1 - i] != rest) {
            luaL_error(L, "%d-byte integer does not fit into Lua Integer", size);
        }
    }
    return (lua_Integer)value;
}

static void push_float(lua_State *L, const char *bytes, const format *f, int size) {
    double value;
    float narrow;
    if (size == sizeof narrow) {
        copy((char *)&narrow, bytes, size, f->is_little);
        value = narrow;
    } else {
        copy((char *)&value, bytes, size, f->is_little);
    }
    lua_pushnumber(L, value);
}

static int unpack(lua_State *L) {
    format f = begin(L);
    size_t length;
    const char *data = luaL_checklstring(L, 2, &length);
    lua_Integer first = luaL_optinteger(L, 3, 1);
    if (first < 0) first = 0u - (size_t)first > length ? 0 : (lua_Integer)length + first + 1;
    size_t at = (size_t)first - 1;
    luaL_argcheck(L, at <= length, 3, "initial position out of string");
    int count = 0;
    while (*f.at != 0) {
        option o = next(&f, at);
        size_t needed = (size_t)o.padding + (size_t)o.size;
        if (needed > ~at || at + needed > length) luaL_argerror(L, 2, "data string too short");
        at += (size_t)o.padding;
        luaL_checkstack(L, 2, "too many results");
        const char *bytes = data + at;
        size_t text_length;
        switch (o.kind) {
        case SIGNED:
        case UNSIGNED:
            lua_pushinteger(L, read_integer(L, bytes, f.is_little, o.size, o.kind == SIGNED));
            break;
        case FLOAT: push_float(L, bytes, &f, o.size); break;
        case FIXED: lua_pushlstring(L, bytes, (size_t)o.size); break;
        case COUNTED:
            text_length = (size_t)read_integer(L, bytes, f.is_little, o.size, false);
            luaL_argcheck(L, text_length <= length - at - (size_t)o.size, 2, "data string too short");
            lua_pushlstring(L, bytes + o.size, text_length);
            at += text_length;
            break;
        case TERMINATED:
            text_length = strlen(bytes);
            lua_pushlstring(L, bytes, text_length);
            at += text_length + 1;
            break;
        default: count--;
        }
        count++;
        at += (size_t)o.size;
    }
    lua_pushinteger(L, (lua_Integer)at + 1);
    return count + 1;
}

int pack_open(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"pack", pack}, {"packsize", pack_size}, {"unpack", unpack}, {NULL, NULL}};
    library_set(L, "string", functions);
    return 0;
}
