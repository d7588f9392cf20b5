#include <libxml/parser.h>
#include <libxml/tree.h>

/* `xmlFree` is a variable that anybody could change: Swift does not trust it. */
static inline void xml_release(void *allocated) { xmlFree(allocated); }
