#ifndef WEB_SHIM_H
#define WEB_SHIM_H
#include <curl/curl.h>

/* Asks whether an address on the web answers. libcurl is configured through a variadic function, which Swift cannot
   call. */
struct web_question {
  const char *url;
  long milliseconds;
  int asks_body;          /* GET instead of HEAD; no more than its first bytes are read */
  int reaches_private;    /* also to addresses that are not public: for tests */
};

struct web_answer {
  CURLcode code;
  long status;            /* of the last answer, 0 when none came */
  int was_private;        /* a connection was refused because where it led is not public */
};

CURLcode web_prepare(void);

/* Blocks until an answer came or time is over. */
void web_ask(const struct web_question *question, struct web_answer *answer);

/* Whether an address, as text, is one that anybody on the internet may be: for tests. */
int web_is_public(const char *address);
#endif
