#ifndef EMBEDDED_FILES_H
#define EMBEDDED_FILES_H
#endif
