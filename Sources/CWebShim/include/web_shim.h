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

/* One request to a server that the operator named, and its answer whole: no redirect is followed. */
struct web_call {
  const char *url;
  const char *form;         /* sent as application/x-www-form-urlencoded; NULL: GET */
  const char *accept;
  const char *bearer;       /* NULL: we do not say who we are */
  const char *certificates; /* NULL: the authorities that the system trusts */
  long milliseconds;
  size_t most;              /* of bytes that are read; one more is a failure */
  int in_clear;             /* http, to this machine; otherwise https only */
};

struct web_reply {
  CURLcode code;
  long status;
  char type[128];           /* of the content; empty where it is not said */
  char *bytes;              /* to be given back to web_forget */
  size_t count;
  int was_too_long;
};

/* Blocks until the whole answer came or time is over. */
void web_exchange(const struct web_call *call, struct web_reply *reply);
void web_forget(struct web_reply *reply);

/* Whether an address, as text, is one that anybody on the internet may be: for tests. */
int web_is_public(const char *address);
#endif
