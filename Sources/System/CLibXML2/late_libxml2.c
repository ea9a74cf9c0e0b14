// What of libxml2 this program calls.
#include "clibxml2.h"
#include "late_library.h"

#include <libxml/xmlversion.h>

// The number of its file is older than those of its versions.
#if LIBXML_VERSION < 21400
static late_library libxml2 = {.file = "libxml2.so.2", .package = "libxml2"};
#else
static late_library libxml2 = {.file = "libxml2.so.16", .package = "libxml2-16"};
#endif
#define LATE(...) LATE_FUNCTION(&libxml2, __VA_ARGS__)

void *clibxml2_open(void) { return late_library_open(&libxml2); }

LATE(const xmlChar *, xmlBufferContent, (const xmlBuffer *a), (a))
LATE(xmlBufferPtr, xmlBufferCreate, (void), ())
LATE(void, xmlBufferFree, (xmlBufferPtr a), (a))
LATE(int, xmlBufferLength, (const xmlBuffer *a), (a))
LATE(xmlParserCtxtPtr, xmlCreateMemoryParserCtxt, (const char *a, int b), (a, b))
LATE(int, xmlCtxtUseOptions, (xmlParserCtxtPtr a, int b), (a, b))
LATE(void, xmlFreeParserCtxt, (xmlParserCtxtPtr a), (a))
LATE(void, xmlFreeTextWriter, (xmlTextWriterPtr a), (a))
LATE(void, xmlInitParser, (void), ())
LATE(xmlTextWriterPtr, xmlNewTextWriterMemory, (xmlBufferPtr a, int b), (a, b))
LATE(int, xmlParseDocument, (xmlParserCtxtPtr a), (a))
LATE(void, xmlStopParser, (xmlParserCtxtPtr a), (a))
LATE(int, xmlStrcmp, (const xmlChar *a, const xmlChar *b), (a, b))
LATE(int, xmlTextWriterEndDTD, (xmlTextWriterPtr a), (a))
LATE(int, xmlTextWriterEndElement, (xmlTextWriterPtr a), (a))
LATE(int, xmlTextWriterSetIndent, (xmlTextWriterPtr a, int b), (a, b))
LATE(int, xmlTextWriterSetIndentString, (xmlTextWriterPtr a, const xmlChar *b), (a, b))
LATE(int, xmlTextWriterStartDTD, (xmlTextWriterPtr a, const xmlChar *b, const xmlChar *c, const xmlChar *d), (a, b, c, d))
LATE(int, xmlTextWriterStartDocument, (xmlTextWriterPtr a, const char *b, const char *c, const char *d), (a, b, c, d))
LATE(int, xmlTextWriterStartElement, (xmlTextWriterPtr a, const xmlChar *b), (a, b))
LATE(int, xmlTextWriterWriteAttribute, (xmlTextWriterPtr a, const xmlChar *b, const xmlChar *c), (a, b, c))
LATE(int, xmlTextWriterWriteRaw, (xmlTextWriterPtr a, const xmlChar *b), (a, b))
LATE(int, xmlTextWriterWriteString, (xmlTextWriterPtr a, const xmlChar *b), (a, b))
