// os: the host's time, in UTC, with a calendar of our own (Lua 5.3 manual §6.9). The C library's calendar has locks, a
// locale and a time zone.
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

enum { SECONDS_A_DAY = 86400, MOST_OF_A_FIELD = INT_MAX / 2 };

typedef struct {
    int64_t year;
    int month, day; // from 1
    int hour, minute, second;
    int weekday, yearday; // from 0, Sunday first
} date;

static const char *const weekdays[] = {"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
static const char *const months[] = {
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December"};

// --- days -----------------------------------------------------------------------------------------------------------

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }
static int floor_mod(int64_t a, int b) { return (int)((a % b + b) % b); }

// Days from 1970-01-01 to a day; month and day may be out of range. Years begin in March, so that the leap day is the
// last one.
static int64_t days_from(int64_t year, int64_t month, int64_t day) {
    year += floor_div(month - 1, 12);
    month = floor_mod(month - 1, 12) + 1;
    if (month <= 2) year--;
    int64_t era = floor_div(year, 400), of_era = year - era * 400;
    int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
    return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468 + (day - 1);
}

// The date of a moment; false if its year does not fit an int, as in the C library.
static bool date_of(int64_t time, date *to) {
    int64_t days = floor_div(time, SECONDS_A_DAY);
    int seconds = floor_mod(time, SECONDS_A_DAY);
    to->hour = seconds / 3600;
    to->minute = seconds / 60 % 60;
    to->second = seconds % 60;
    to->weekday = floor_mod(days + 4, 7);
    int64_t from_era = days + 719468, era = floor_div(from_era, 146097), of_era = from_era - era * 146097;
    int64_t year_of_era = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    int64_t of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month = (int)((5 * of_year + 2) / 153);
    to->day = (int)(of_year - (153 * month + 2) / 5) + 1;
    to->month = month < 10 ? month + 3 : month - 9;
    to->year = year_of_era + era * 400 + (to->month <= 2);
    to->yearday = (int)(days - days_from(to->year, 1, 1));
    return to->year - 1900 >= INT_MIN && to->year - 1900 <= INT_MAX;
}

static int leap_days(int64_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

// Week and year of ISO 8601: week 1 contains the year's first Thursday.
static int iso_week(const date *of, int64_t *year) {
    int monday_based = (of->weekday + 6) % 7;
    int week = (of->yearday - monday_based + 10) / 7;
    *year = of->year;
    if (week < 1) {
        *year -= 1;
        return (of->yearday + 365 + leap_days(*year) - monday_based + 10) / 7;
    }
    if (week == 53 && of->yearday - monday_based + 3 >= 365 + leap_days(of->year)) {
        *year += 1;
        return 1;
    }
    return week;
}

// --- os.date --------------------------------------------------------------------------------------------------------

static void add_date(text *to, const date *of, const char *format);

// One conversion of C's strftime in the C locale.
static void add_item(text *to, const date *of, char letter) {
    char item[64];
    int64_t iso_year;
    int week = iso_week(of, &iso_year), length = 0, twelve = of->hour % 12 == 0 ? 12 : of->hour % 12;
    switch (letter) {
    case 'a': length = snprintf(item, sizeof item, "%.3s", weekdays[of->weekday]); break;
    case 'A': length = snprintf(item, sizeof item, "%s", weekdays[of->weekday]); break;
    case 'b':
    case 'h': length = snprintf(item, sizeof item, "%.3s", months[of->month - 1]); break;
    case 'B': length = snprintf(item, sizeof item, "%s", months[of->month - 1]); break;
    case 'c': add_date(to, of, "%a %b %e %H:%M:%S %Y"); return;
    case 'C': length = snprintf(item, sizeof item, "%lld", (long long)floor_div(of->year, 100)); break;
    case 'd': length = snprintf(item, sizeof item, "%02d", of->day); break;
    case 'D':
    case 'x': add_date(to, of, "%m/%d/%y"); return;
    case 'e': length = snprintf(item, sizeof item, "%2d", of->day); break;
    case 'F': add_date(to, of, "%Y-%m-%d"); return;
    case 'g': length = snprintf(item, sizeof item, "%02d", floor_mod(iso_year, 100)); break;
    case 'G': length = snprintf(item, sizeof item, "%lld", (long long)iso_year); break;
    case 'H': length = snprintf(item, sizeof item, "%02d", of->hour); break;
    case 'I': length = snprintf(item, sizeof item, "%02d", twelve); break;
    case 'j': length = snprintf(item, sizeof item, "%03d", of->yearday + 1); break;
    case 'm': length = snprintf(item, sizeof item, "%02d", of->month); break;
    case 'M': length = snprintf(item, sizeof item, "%02d", of->minute); break;
    case 'n': length = snprintf(item, sizeof item, "\n"); break;
    case 'p': length = snprintf(item, sizeof item, "%s", of->hour < 12 ? "AM" : "PM"); break;
    case 'r': add_date(to, of, "%I:%M:%S %p"); return;
    case 'R': add_date(to, of, "%H:%M"); return;
    case 'S': length = snprintf(item, sizeof item, "%02d", of->second); break;
    case 't': length = snprintf(item, sizeof item, "\t"); break;
    case 'T':
    case 'X': add_date(to, of, "%H:%M:%S"); return;
    case 'u': length = snprintf(item, sizeof item, "%d", of->weekday == 0 ? 7 : of->weekday); break;
    case 'U': length = snprintf(item, sizeof item, "%02d", (of->yearday - of->weekday + 7) / 7); break;
    case 'V': length = snprintf(item, sizeof item, "%02d", week); break;
    case 'w': length = snprintf(item, sizeof item, "%d", of->weekday); break;
    case 'W': length = snprintf(item, sizeof item, "%02d", (of->yearday - (of->weekday + 6) % 7 + 7) / 7); break;
    case 'y': length = snprintf(item, sizeof item, "%02d", floor_mod(of->year, 100)); break;
    case 'Y': length = snprintf(item, sizeof item, "%lld", (long long)of->year); break;
    case 'z': length = snprintf(item, sizeof item, "+0000"); break;
    case 'Z': length = snprintf(item, sizeof item, "GMT"); break;
    default: length = snprintf(item, sizeof item, "%%"); break;
    }
    text_add(to, item, (size_t)length);
}

// Adds a format of our own, whose letters are all valid.
static void add_date(text *to, const date *of, const char *format) {
    for (const char *at = format; *at != 0; at++) {
        if (*at == '%') {
            add_item(to, of, *++at);
        } else {
            text_add(to, at, 1);
        }
    }
}

// The letter of a conversion after its '%', if C99 has it; E and O before it change nothing in the C locale.
static const char *checked_letter(lua_State *L, const char *conversion) {
    const char *letter = conversion, *allowed = "aAbBcCdDeFgGhHIjmMnprRStTuUVwWxXyYzZ%";
    if (*conversion == 'E') letter++, allowed = "cCxXyY";
    if (*conversion == 'O') letter++, allowed = "deHImMSuUVwWy";
    if (*letter == 0 || strchr(allowed, *letter) == NULL) {
        luaL_argerror(L, 1, lua_pushfstring(L, "invalid conversion specifier '%%%s'", conversion));
    }
    return letter;
}

static void set_field(lua_State *L, const char *name, lua_Integer value) {
    lua_pushinteger(L, value);
    lua_setfield(L, -2, name);
}

static void set_fields(lua_State *L, const date *of) {
    set_field(L, "sec", of->second);
    set_field(L, "min", of->minute);
    set_field(L, "hour", of->hour);
    set_field(L, "day", of->day);
    set_field(L, "month", of->month);
    set_field(L, "year", of->year);
    set_field(L, "wday", of->weekday + 1);
    set_field(L, "yday", of->yearday + 1);
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "isdst");
}

// os.date([format [, time]]); without a time it takes the host's; everything is in UTC.
static int host_date(lua_State *L) {
    lb_vm *vm = VM(L);
    size_t length;
    const char *at = luaL_optlstring(L, 1, "%c", &length), *end = at + length;
    int64_t time;
    if (lua_isnoneornil(L, 2)) {
        IN_HOST(vm, time = vm->host.unix_time(vm->host.context));
    } else {
        time = luaL_checkinteger(L, 2);
    }
    date of;
    if (!date_of(time, &of)) return luaL_error(L, "time result cannot be represented in this installation");
    if (*at == '!') at++;
    if (strcmp(at, "*t") == 0) {
        lua_createtable(L, 0, 9);
        set_fields(L, &of);
        return 1;
    }
    text result;
    text_begin(&result, L);
    while (at < end) {
        if (*at != '%') {
            text_add(&result, at++, 1);
            continue;
        }
        const char *letter = checked_letter(L, at + 1);
        add_item(&result, &of, *letter);
        at = letter + 1;
    }
    text_push(&result);
    return 1;
}

// --- os.time, os.clock, os.difftime ---------------------------------------------------------------------------------

static int64_t date_field(lua_State *L, const char *name, int64_t missing) {
    int is_integer;
    int type = lua_getfield(L, 1, name);
    int64_t value = lua_tointegerx(L, -1, &is_integer);
    if (!is_integer) {
        if (type != LUA_TNIL) luaL_error(L, "field '%s' is not an integer", name);
        if (missing < 0) luaL_error(L, "field '%s' missing in date table", name);
        value = missing;
    } else if (value < -MOST_OF_A_FIELD || value > MOST_OF_A_FIELD) {
        luaL_error(L, "field '%s' is out-of-bound", name);
    }
    lua_pop(L, 1);
    return value;
}

// os.time([table]); normalizes the fields of the table.
static int host_time(lua_State *L) {
    lb_vm *vm = VM(L);
    if (lua_isnoneornil(L, 1)) {
        int64_t now;
        IN_HOST(vm, now = vm->host.unix_time(vm->host.context));
        lua_pushinteger(L, now);
        return 1;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 1);
    int64_t second = date_field(L, "sec", 0), minute = date_field(L, "min", 0), hour = date_field(L, "hour", 12);
    int64_t day = date_field(L, "day", -1), month = date_field(L, "month", -1), year = date_field(L, "year", -1);
    int64_t time = days_from(year, month, day) * SECONDS_A_DAY + hour * 3600 + minute * 60 + second;
    date of;
    if (!date_of(time, &of)) return luaL_error(L, "time result cannot be represented in this installation");
    set_fields(L, &of);
    lua_pushinteger(L, time);
    return 1;
}

static int host_clock(lua_State *L) {
    lb_vm *vm = VM(L);
    double seconds;
    IN_HOST(vm, seconds = vm->host.processor_time(vm->host.context));
    lua_pushnumber(L, seconds);
    return 1;
}

static int difference(lua_State *L) {
    lua_Integer a = luaL_checkinteger(L, 1), b = luaL_checkinteger(L, 2);
    lua_pushnumber(L, (lua_Number)a - (lua_Number)b);
    return 1;
}

int calendar_open(lua_State *L) {
    static const luaL_Reg functions[] = {
        {"time", host_time}, {"clock", host_clock}, {"difftime", difference}, {"date", host_date}, {NULL, NULL}};
    lua_createtable(L, 0, 4);
    luaL_setfuncs(L, functions, 0);
    lua_setglobal(L, "os");
    return 0;
}
