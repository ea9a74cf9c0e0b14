// What of SQLite this program calls.
#include <stdarg.h>

#include "csqlite.h"
#include "late_library.h"

static late_library sqlite = {.file = "libsqlite3.so.0", .package = "libsqlite3-0"};
#define LATE(...) LATE_FUNCTION(&sqlite, __VA_ARGS__)

void *csqlite_open(void) { return late_library_open(&sqlite); }

LATE(int, sqlite3_bind_blob64, (sqlite3_stmt *a, int b, const void *c, sqlite3_uint64 d, void (*e)(void *)), (a, b, c, d, e))
LATE(int, sqlite3_bind_double, (sqlite3_stmt *a, int b, double c), (a, b, c))
LATE(int, sqlite3_bind_int64, (sqlite3_stmt *a, int b, sqlite3_int64 c), (a, b, c))
LATE(int, sqlite3_bind_null, (sqlite3_stmt *a, int b), (a, b))
LATE(int, sqlite3_bind_text64, (sqlite3_stmt *a, int b, const char *c, sqlite3_uint64 d, void (*e)(void *), unsigned char f),
    (a, b, c, d, e, f))
LATE(int, sqlite3_bind_zeroblob, (sqlite3_stmt *a, int b, int c), (a, b, c))
LATE(int, sqlite3_busy_timeout, (sqlite3 *a, int b), (a, b))
LATE(int, sqlite3_clear_bindings, (sqlite3_stmt *a), (a))
LATE(int, sqlite3_close_v2, (sqlite3 *a), (a))
LATE(const void *, sqlite3_column_blob, (sqlite3_stmt *a, int b), (a, b))
LATE(int, sqlite3_column_bytes, (sqlite3_stmt *a, int b), (a, b))
LATE(int, sqlite3_column_count, (sqlite3_stmt *a), (a))
LATE(double, sqlite3_column_double, (sqlite3_stmt *a, int b), (a, b))
LATE(sqlite3_int64, sqlite3_column_int64, (sqlite3_stmt *a, int b), (a, b))
LATE(const unsigned char *, sqlite3_column_text, (sqlite3_stmt *a, int b), (a, b))
LATE(int, sqlite3_column_type, (sqlite3_stmt *a, int b), (a, b))
LATE(const char *, sqlite3_errmsg, (sqlite3 *a), (a))
LATE(const char *, sqlite3_errstr, (int a), (a))
LATE(int, sqlite3_extended_errcode, (sqlite3 *a), (a))
LATE(int, sqlite3_extended_result_codes, (sqlite3 *a, int b), (a, b))
LATE(int, sqlite3_finalize, (sqlite3_stmt *a), (a))
LATE(int, sqlite3_get_autocommit, (sqlite3 *a), (a))
LATE(int, sqlite3_open_v2, (const char *a, sqlite3 **b, int c, const char *d), (a, b, c, d))
LATE(int, sqlite3_prepare_v3, (sqlite3 *a, const char *b, int c, unsigned d, sqlite3_stmt **e, const char **f),
    (a, b, c, d, e, f))
LATE(int, sqlite3_reset, (sqlite3_stmt *a), (a))
LATE(int, sqlite3_step, (sqlite3_stmt *a), (a))
LATE(int, sqlite3_system_errno, (sqlite3 *a), (a))

// It takes any arguments; both settings that are made here take a number and a place for an answer.
__attribute__((visibility("hidden"))) int sqlite3_db_config(sqlite3 *database, int setting, ...) {
    LATE_WAY(&sqlite, sqlite3_db_config)
    va_list arguments;
    va_start(arguments, setting);
    int value = va_arg(arguments, int);
    int *answer = va_arg(arguments, int *);
    va_end(arguments);
    return function(database, setting, value, answer);
}
