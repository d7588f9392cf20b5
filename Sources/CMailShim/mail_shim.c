#include "mail_shim.h"
#include <stdlib.h>
#include <string.h>

struct conversation {
  const struct mail_letter *letter;
  size_t given;
  struct mail_outcome *outcome;
  int answer_is_whole; /* the next line begins another one */
  int is_over;
};

static size_t give(char *room, size_t size, size_t count, void *context) {
  struct conversation *talk = context;
  size_t rest = talk->letter->count - talk->given;
  size_t most = size * count < rest ? size * count : rest;
  memcpy(room, talk->letter->bytes + talk->given, most);
  talk->given += most;
  return most;
}

/* Each line that the server answers; "250-" announces another one, "250 " is the last. */
static size_t keep(char *line, size_t size, size_t count, void *context) {
  struct conversation *talk = context;
  struct mail_outcome *outcome = talk->outcome;
  size_t length = size * count;
  if (talk->is_over) return length;
  size_t used = talk->answer_is_whole ? 0 : strlen(outcome->answer);
  size_t room = sizeof outcome->answer - 1 - used;
  size_t most = length < room ? length : room;
  memcpy(outcome->answer + used, line, most);
  outcome->answer[used + most] = 0;
  talk->answer_is_whole = length < 4 || line[3] != '-';
  if (talk->answer_is_whole) outcome->reply = atoi(outcome->answer);
  return length;
}

static int begins(const char *text, size_t length, const char *command) {
  size_t count = strlen(command);
  return length >= count && memcmp(text, command, count) == 0;
}

/* Commands are looked at for their verb and never kept: one of them holds the password. */
static int watch(CURL *handle, curl_infotype kind, char *text, size_t length, void *context) {
  (void)handle;
  struct conversation *talk = context;
  struct mail_outcome *outcome = talk->outcome;
  if (kind != CURLINFO_HEADER_OUT) return 0;
  if (begins(text, length, "AUTH ")) outcome->step = MAIL_STEP_LOGIN;
  else if (begins(text, length, "MAIL FROM:")) outcome->step = MAIL_STEP_SENDER;
  else if (begins(text, length, "RCPT TO:")) outcome->step = MAIL_STEP_RECIPIENT;
  else if (outcome->step == MAIL_STEP_RECIPIENT && begins(text, length, "DATA")) outcome->step = MAIL_STEP_MESSAGE;
  /* libcurl takes leave after a refusal too; what is answered to that is not what counts. */
  else if (begins(text, length, "QUIT\r\n")) talk->is_over = 1;
  return 0;
}

CURLcode mail_prepare(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#define SET(option, value) do { if (code == CURLE_OK) code = curl_easy_setopt(curl, option, value); } while (0)

void mail_send(const struct mail_letter *letter, struct mail_outcome *outcome) {
  memset(outcome, 0, sizeof *outcome);
  struct conversation talk = { .letter = letter, .outcome = outcome, .answer_is_whole = 1 };
  struct curl_slist *recipients = curl_slist_append(NULL, letter->recipient);
  CURL *curl = curl_easy_init();
  CURLcode code = curl && recipients ? CURLE_OK : CURLE_OUT_OF_MEMORY;
  SET(CURLOPT_ERRORBUFFER, outcome->error);
  SET(CURLOPT_URL, letter->url);
  SET(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  SET(CURLOPT_PROXY, ""); /* whatever all_proxy says: that is for the web */
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_TIMEOUT, letter->seconds);
  SET(CURLOPT_CONNECTTIMEOUT, letter->seconds);
  SET(CURLOPT_SERVER_RESPONSE_TIMEOUT, letter->seconds); /* CURLOPT_TIMEOUT does not bound the answer to QUIT */
  SET(CURLOPT_USE_SSL, (long)(letter->requires_tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(CURLOPT_SSL_VERIFYPEER, 1L);
  SET(CURLOPT_SSL_VERIFYHOST, 2L);
  if (letter->certificates) SET(CURLOPT_CAINFO, letter->certificates);
  if (letter->user) {
    SET(CURLOPT_USERNAME, letter->user);
    SET(CURLOPT_PASSWORD, letter->password ? letter->password : "");
    /* What every server knows. Left to choose, libcurl tries Kerberos first for a user whose name holds an "@". */
    SET(CURLOPT_LOGIN_OPTIONS, "AUTH=PLAIN;AUTH=LOGIN");
  }
  SET(CURLOPT_MAIL_FROM, letter->sender);
  SET(CURLOPT_MAIL_RCPT, recipients);
  SET(CURLOPT_UPLOAD, 1L);
  SET(CURLOPT_INFILESIZE_LARGE, (curl_off_t)letter->count);
  SET(CURLOPT_READFUNCTION, give);
  SET(CURLOPT_READDATA, &talk);
  SET(CURLOPT_HEADERFUNCTION, keep);
  SET(CURLOPT_HEADERDATA, &talk);
  SET(CURLOPT_DEBUGFUNCTION, watch);
  SET(CURLOPT_DEBUGDATA, &talk);
  SET(CURLOPT_VERBOSE, 1L);
  if (code == CURLE_OK) code = curl_easy_perform(curl);
  outcome->code = code;
  curl_easy_cleanup(curl);
  curl_slist_free_all(recipients);
}
