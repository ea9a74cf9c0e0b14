#pragma once

#include <sqlite3.h>

// The library's handle for dlsym. On Linux it is loaded when it is needed; NULL if the system does not have it. Elsewhere the
// program is linked with it.
#ifdef __linux__
void *csqlite_open(void);
#else
#include <dlfcn.h>
static inline void *csqlite_open(void) { return RTLD_DEFAULT; }
#endif

// Three things that Swift cannot express: a cast of -1 to a function, and calls with variable arguments.

static inline int csqlite_bind_text(sqlite3_stmt *statement, int index, const char *text, sqlite3_uint64 length) {
    return sqlite3_bind_text64(statement, index, text, length, SQLITE_TRANSIENT, SQLITE_UTF8);
}

static inline int csqlite_bind_blob(sqlite3_stmt *statement, int index, const void *bytes, sqlite3_uint64 length) {
    return sqlite3_bind_blob64(statement, index, bytes, length, SQLITE_TRANSIENT);
}

// SQL in the file cannot reach beyond the tables: no writable schema, no shadow tables, no functions with side effects.
static inline int csqlite_defend(sqlite3 *database) {
    int status = sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, (int *)0);
    if (status != SQLITE_OK) return status;
    return sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, (int *)0);
}
