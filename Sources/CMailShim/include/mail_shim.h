#ifndef MAIL_SHIM_H
#define MAIL_SHIM_H
#include <curl/curl.h>
#include <stddef.h>

/* libcurl is configured through a variadic function, which Swift cannot call. */
struct mail_letter {
  const char *url;
  const char *user; /* NULL: do not identify ourselves */
  const char *password;
  const char *sender;
  const char *recipient;
  const char *bytes;
  size_t count;
  int requires_tls;
  long seconds;
  const char *certificates; /* NULL: the authorities that the system trusts */
};

/* How far the conversation went: the last command that was sent. */
enum mail_step { MAIL_STEP_GREETING, MAIL_STEP_LOGIN, MAIL_STEP_SENDER, MAIL_STEP_RECIPIENT, MAIL_STEP_MESSAGE };

struct mail_outcome {
  CURLcode code;
  int reply; /* the status of the server's last answer, 0 when it said nothing */
  enum mail_step step;
  char error[CURL_ERROR_SIZE]; /* what libcurl says */
  char answer[1024];           /* the server's last answer, of one or several lines */
};

/* To be called once, before anything else. */
CURLcode mail_prepare(void);

/* Blocks until the message is accepted, refused, or out of time. */
void mail_send(const struct mail_letter *letter, struct mail_outcome *outcome);
#endif
