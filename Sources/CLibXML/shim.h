#include <libxml/parser.h>
#include <libxml/tree.h>

/* `xmlFree` is a variable that anybody could change: Swift does not trust it. */
static inline void xml_release(void *allocated) { xmlFree(allocated); }

static inline void xml_keep_quiet(void *context, const char *format, ...) {}

/* Once. What it finds in somebody's file is told to them, not written among the lines of the server: letters that it
   cannot convert are reported past the options of a parser. */
static inline void xml_begin(void) {
  xmlInitParser();
  xmlThrDefSetGenericErrorFunc(NULL, xml_keep_quiet);
  xmlSetGenericErrorFunc(NULL, xml_keep_quiet);
}
