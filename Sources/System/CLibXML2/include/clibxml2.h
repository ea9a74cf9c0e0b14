#pragma once

#include <libxml/parser.h>
#include <libxml/SAX2.h>
#include <libxml/xmlerror.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlwriter.h>

// The library's handle for dlsym. On Linux it is loaded when it is needed; NULL if the system does not have it. Elsewhere the
// program is linked with it.
#ifdef __linux__
void *clibxml2_open(void);
#else
#include <dlfcn.h>
static inline void *clibxml2_open(void) { return RTLD_DEFAULT; }
#endif
