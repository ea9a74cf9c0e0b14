#pragma once

#include <microhttpd.h>

// The library's handle for dlsym. On Linux it is loaded when it is needed; NULL if the system does not have it. Elsewhere the
// program is linked with it.
#ifdef __linux__
void *cmicrohttpd_open(void);
#else
#include <dlfcn.h>
static inline void *cmicrohttpd_open(void) { return RTLD_DEFAULT; }
#endif
