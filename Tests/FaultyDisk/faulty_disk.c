#include "faulty_disk.h"

#include <dlfcn.h>
#include <pthread.h>
#include <sqlite3.h>
#include <string.h>

static sqlite3_vfs *system_disk;
static sqlite3_vfs faulty_disk;

// What is to fail. Tests of other suites use their own databases on other threads meanwhile.
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static struct {
    char folder[1024];
    long left; // calls until the one that fails
    disk_fault kind;
    bool has_failed;
} fault;

// A file as SQLite holds it, with the one of the system behind it.
typedef struct {
    sqlite3_file base;
    const char *path; // SQLite keeps it as long as the file is open
} faulty_file;

static sqlite3_file *behind(sqlite3_file *file) { return (sqlite3_file *)((faulty_file *)file + 1); }
static const struct sqlite3_io_methods *methods_of(sqlite3_file *file) { return behind(file)->pMethods; }

// Counts a call that concerns a path; whether it fails.
static bool fails(const char *path) {
    pthread_mutex_lock(&lock);
    size_t length = strlen(fault.folder);
    bool is_now = false;
    if (length > 0 && path != NULL && strncmp(path, fault.folder, length) == 0) {
        if (fault.left > 0) {
            is_now = --fault.left == 0;
        } else {
            is_now = fault.kind == DISK_STAYS_BROKEN;
        }
        fault.has_failed |= is_now;
    }
    pthread_mutex_unlock(&lock);
    return is_now;
}

static bool file_fails(sqlite3_file *file) { return fails(((faulty_file *)file)->path); }

// --- files ----------------------------------------------------------------------------------------------------------

static int file_close(sqlite3_file *file) { return methods_of(file)->xClose(behind(file)); }

static int file_read(sqlite3_file *file, void *bytes, int count, sqlite3_int64 at) {
    if (file_fails(file)) return SQLITE_IOERR_READ;
    return methods_of(file)->xRead(behind(file), bytes, count, at);
}

static int file_write(sqlite3_file *file, const void *bytes, int count, sqlite3_int64 at) {
    if (!file_fails(file)) return methods_of(file)->xWrite(behind(file), bytes, count, at);
    if (fault.kind == DISK_TEARS) methods_of(file)->xWrite(behind(file), bytes, count / 2, at);
    return fault.kind == DISK_IS_FULL ? SQLITE_FULL : SQLITE_IOERR_WRITE;
}

static int file_truncate(sqlite3_file *file, sqlite3_int64 size) {
    if (file_fails(file)) return SQLITE_IOERR_TRUNCATE;
    return methods_of(file)->xTruncate(behind(file), size);
}

static int file_sync(sqlite3_file *file, int flags) {
    if (file_fails(file)) return SQLITE_IOERR_FSYNC;
    return methods_of(file)->xSync(behind(file), flags);
}

static int file_size(sqlite3_file *file, sqlite3_int64 *size) {
    if (file_fails(file)) return SQLITE_IOERR_FSTAT;
    return methods_of(file)->xFileSize(behind(file), size);
}

static int file_lock(sqlite3_file *file, int level) {
    if (file_fails(file)) return SQLITE_IOERR_LOCK;
    return methods_of(file)->xLock(behind(file), level);
}

static int file_unlock(sqlite3_file *file, int level) {
    int status = methods_of(file)->xUnlock(behind(file), level);
    return file_fails(file) ? SQLITE_IOERR_UNLOCK : status;
}

static int file_check_reserved_lock(sqlite3_file *file, int *is_reserved) {
    if (file_fails(file)) return SQLITE_IOERR_CHECKRESERVEDLOCK;
    return methods_of(file)->xCheckReservedLock(behind(file), is_reserved);
}

// Most of these are questions that a disk need not know.
static int file_control(sqlite3_file *file, int what, void *argument) {
    return methods_of(file)->xFileControl(behind(file), what, argument);
}

static int file_sector_size(sqlite3_file *file) { return methods_of(file)->xSectorSize(behind(file)); }

static int file_characteristics(sqlite3_file *file) { return methods_of(file)->xDeviceCharacteristics(behind(file)); }

static int file_shm_map(sqlite3_file *file, int page, int size, int extends, void volatile **memory) {
    if (file_fails(file)) return SQLITE_IOERR_SHMMAP;
    return methods_of(file)->xShmMap(behind(file), page, size, extends, memory);
}

static int file_shm_lock(sqlite3_file *file, int offset, int count, int flags) {
    // What a process has locked it can give back.
    if ((flags & SQLITE_SHM_LOCK) != 0 && file_fails(file)) return SQLITE_IOERR_SHMLOCK;
    return methods_of(file)->xShmLock(behind(file), offset, count, flags);
}

static void file_shm_barrier(sqlite3_file *file) { methods_of(file)->xShmBarrier(behind(file)); }

static int file_shm_unmap(sqlite3_file *file, int deletes) {
    return methods_of(file)->xShmUnmap(behind(file), deletes);
}

static const struct sqlite3_io_methods file_methods = {
    .iVersion = 2, .xClose = file_close, .xRead = file_read, .xWrite = file_write, .xTruncate = file_truncate,
    .xSync = file_sync, .xFileSize = file_size, .xLock = file_lock, .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved_lock, .xFileControl = file_control, .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics, .xShmMap = file_shm_map, .xShmLock = file_shm_lock,
    .xShmBarrier = file_shm_barrier, .xShmUnmap = file_shm_unmap,
};

// --- the disk -------------------------------------------------------------------------------------------------------

static int disk_open(sqlite3_vfs *disk, const char *path, sqlite3_file *file, int flags, int *opened) {
    (void)disk;
    file->pMethods = NULL;
    if (fails(path)) return SQLITE_CANTOPEN;
    ((faulty_file *)file)->path = path;
    int status = system_disk->xOpen(system_disk, path, behind(file), flags, opened);
    if (behind(file)->pMethods != NULL) file->pMethods = &file_methods;
    return status;
}

static int disk_delete(sqlite3_vfs *disk, const char *path, int syncs) {
    (void)disk;
    if (fails(path)) return SQLITE_IOERR_DELETE;
    return system_disk->xDelete(system_disk, path, syncs);
}

static int disk_access(sqlite3_vfs *disk, const char *path, int flags, int *result) {
    (void)disk;
    if (fails(path)) return SQLITE_IOERR_ACCESS;
    return system_disk->xAccess(system_disk, path, flags, result);
}

static int disk_full_path(sqlite3_vfs *disk, const char *path, int size, char *full) {
    (void)disk;
    if (fails(path)) return SQLITE_CANTOPEN;
    return system_disk->xFullPathname(system_disk, path, size, full);
}

static bool is_installed;

static void install(void *library) {
    sqlite3_vfs *(*find)(const char *) = (sqlite3_vfs * (*)(const char *)) dlsym(library, "sqlite3_vfs_find");
    int (*add)(sqlite3_vfs *, int) = (int (*)(sqlite3_vfs *, int))dlsym(library, "sqlite3_vfs_register");
    if (find == NULL || add == NULL || (system_disk = find(NULL)) == NULL) return;
    faulty_disk = *system_disk;
    faulty_disk.pNext = NULL;
    faulty_disk.zName = "faulty";
    faulty_disk.szOsFile = (int)sizeof(faulty_file) + system_disk->szOsFile;
    faulty_disk.xOpen = disk_open;
    faulty_disk.xDelete = disk_delete;
    faulty_disk.xAccess = disk_access;
    faulty_disk.xFullPathname = disk_full_path;
    is_installed = add(&faulty_disk, 1) == SQLITE_OK;
}

bool faulty_disk_install(void *library) {
    pthread_mutex_lock(&lock);
    if (!is_installed) install(library);
    pthread_mutex_unlock(&lock);
    return is_installed;
}

void faulty_disk_arm(const char *folder, long number, disk_fault kind) {
    pthread_mutex_lock(&lock);
    memset(&fault, 0, sizeof fault);
    strncpy(fault.folder, folder, sizeof fault.folder - 1);
    fault.left = number;
    fault.kind = kind;
    pthread_mutex_unlock(&lock);
}

bool faulty_disk_disarm(void) {
    pthread_mutex_lock(&lock);
    bool has_failed = fault.has_failed;
    memset(&fault, 0, sizeof fault);
    pthread_mutex_unlock(&lock);
    return has_failed;
}
