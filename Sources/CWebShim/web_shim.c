#include "web_shim.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* IANA's registry of special-purpose addresses: what is ours, our neighbours', or nobody's. */
static int is_public_v4(uint32_t a) {
  static const struct { uint32_t net; int bits; } special[] = {
    { 0x00000000, 8 },  { 0x0A000000, 8 },  { 0x64400000, 10 }, { 0x7F000000, 8 },  { 0xA9FE0000, 16 },
    { 0xAC100000, 12 }, { 0xC0000000, 24 }, { 0xC0000200, 24 }, { 0xC0586300, 24 }, { 0xC0A80000, 16 },
    { 0xC6120000, 15 }, { 0xC6336400, 24 }, { 0xCB007100, 24 }, { 0xE0000000, 4 },  { 0xF0000000, 4 },
  };
  for (size_t i = 0; i < sizeof special / sizeof *special; i++)
    if ((a >> (32 - special[i].bits)) == (special[i].net >> (32 - special[i].bits))) return 0;
  return 1;
}

/* Only what is routed (2000::/3), and nothing in which another address hides: Teredo, 6to4, documentation. */
static int is_public_v6(const unsigned char *a) {
  static const unsigned char mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF };
  if (memcmp(a, mapped, 12) == 0)
    return is_public_v4((uint32_t)a[12] << 24 | (uint32_t)a[13] << 16 | (uint32_t)a[14] << 8 | a[15]);
  if ((a[0] & 0xE0) != 0x20) return 0;
  if (a[0] == 0x20 && a[1] == 0x02) return 0;
  if (a[0] == 0x20 && a[1] == 0x01 && (a[2] < 0x02 || (a[2] == 0x0D && a[3] == 0xB8))) return 0;
  if (a[0] == 0x3F && a[1] == 0xFF) return 0;
  return 1;
}

static int is_public(const struct sockaddr *address) {
  if (address->sa_family == AF_INET)
    return is_public_v4(ntohl(((const struct sockaddr_in *)(const void *)address)->sin_addr.s_addr));
  if (address->sa_family == AF_INET6)
    return is_public_v6(((const struct sockaddr_in6 *)(const void *)address)->sin6_addr.s6_addr);
  return 0;
}

int web_is_public(const char *address) {
  struct in_addr four;
  struct in6_addr six;
  if (inet_pton(AF_INET, address, &four) == 1) return is_public_v4(ntohl(four.s_addr));
  if (inet_pton(AF_INET6, address, &six) == 1) return is_public_v6(six.s6_addr);
  return 0;
}

struct visit {
  const struct web_question *question;
  struct web_answer *answer;
};

/* Called for every connection, that of a redirect too, with the very address that is about to be connected to: a name
   that resolves differently a moment later changes nothing. */
static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
  struct visit *visit = context;
  if (purpose != CURLSOCKTYPE_IPCXN) return CURL_SOCKET_BAD;
  if (!visit->question->reaches_private && !is_public(&address->addr)) {
    visit->answer->was_private = 1;
    return CURL_SOCKET_BAD;
  }
  return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* That it answers is all we want to know. */
static size_t stop(char *bytes, size_t size, size_t count, void *context) {
  (void)bytes;
  (void)size;
  (void)count;
  (void)context;
  return 0;
}

CURLcode web_prepare(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#define SET(option, value) do { if (code == CURLE_OK) code = curl_easy_setopt(curl, option, value); } while (0)

void web_ask(const struct web_question *question, struct web_answer *answer) {
  memset(answer, 0, sizeof *answer);
  struct visit visit = { .question = question, .answer = answer };
  CURL *curl = curl_easy_init();
  CURLcode code = curl ? CURLE_OK : CURLE_OUT_OF_MEMORY;
  SET(CURLOPT_URL, question->url);
  SET(CURLOPT_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
  SET(CURLOPT_PROXY, ""); /* through a proxy we would not know where it leads */
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_TIMEOUT_MS, question->milliseconds);
  SET(CURLOPT_CONNECTTIMEOUT_MS, question->milliseconds);
  SET(CURLOPT_FOLLOWLOCATION, 1L);
  SET(CURLOPT_MAXREDIRS, 5L);
  SET(CURLOPT_FRESH_CONNECT, 1L);
  SET(CURLOPT_NOBODY, question->asks_body ? 0L : 1L);
  SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  SET(CURLOPT_USERAGENT, "Terreau (link check)");
  SET(CURLOPT_SSL_VERIFYPEER, 1L);
  SET(CURLOPT_SSL_VERIFYHOST, 2L);
  SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
  SET(CURLOPT_OPENSOCKETDATA, &visit);
  SET(CURLOPT_WRITEFUNCTION, stop);
  if (code == CURLE_OK) code = curl_easy_perform(curl);
  long status = 0;
  if (curl) curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  answer->status = status;
  /* We stopped reading ourselves. */
  answer->code = code == CURLE_WRITE_ERROR && status > 0 ? CURLE_OK : code;
  curl_easy_cleanup(curl);
}

struct hearing {
  const struct web_call *call;
  struct web_reply *reply;
};

static size_t hear(char *bytes, size_t size, size_t count, void *context) {
  struct hearing *hearing = context;
  struct web_reply *reply = hearing->reply;
  size_t more = size * count;
  if (more > hearing->call->most - reply->count) {
    reply->was_too_long = 1;
    return 0;
  }
  char *room = realloc(reply->bytes, reply->count + more + 1);
  if (!room) return 0;
  memcpy(room + reply->count, bytes, more);
  reply->bytes = room;
  reply->count += more;
  return more;
}

static struct curl_slist *adding(struct curl_slist *headers, const char *name, const char *value, CURLcode *code) {
  size_t room = strlen(name) + strlen(value) + 3;
  char *line = malloc(room);
  struct curl_slist *all = NULL;
  if (line) {
    snprintf(line, room, "%s: %s", name, value);
    all = curl_slist_append(headers, line);
  }
  free(line);
  if (!all) *code = CURLE_OUT_OF_MEMORY;
  return all ? all : headers;
}

void web_exchange(const struct web_call *call, struct web_reply *reply) {
  memset(reply, 0, sizeof *reply);
  struct hearing hearing = { .call = call, .reply = reply };
  CURL *curl = curl_easy_init();
  CURLcode code = curl ? CURLE_OK : CURLE_OUT_OF_MEMORY;
  struct curl_slist *headers = adding(NULL, "Accept", call->accept, &code);
  if (call->bearer) {
    /* CURLOPT_XOAUTH2_BEARER would drop what it does not expect in a token. */
    size_t room = strlen(call->bearer) + 8;
    char *value = malloc(room);
    if (value) {
      snprintf(value, room, "Bearer %s", call->bearer);
      headers = adding(headers, "Authorization", value, &code);
    } else {
      code = CURLE_OUT_OF_MEMORY;
    }
    free(value);
  }
  SET(CURLOPT_URL, call->url);
  SET(CURLOPT_PROTOCOLS_STR, call->in_clear ? "http" : "https");
  /* Through a proxy TLS is still between the server and us; what is on this machine needs none. */
  if (call->in_clear) SET(CURLOPT_PROXY, "");
  SET(CURLOPT_NOSIGNAL, 1L);
  SET(CURLOPT_TIMEOUT_MS, call->milliseconds);
  SET(CURLOPT_CONNECTTIMEOUT_MS, call->milliseconds);
  SET(CURLOPT_FOLLOWLOCATION, 0L);
  SET(CURLOPT_HTTPHEADER, headers);
  SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
  SET(CURLOPT_USERAGENT, "Terreau");
  SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  SET(CURLOPT_SSL_VERIFYPEER, 1L);
  SET(CURLOPT_SSL_VERIFYHOST, 2L);
  if (call->certificates) SET(CURLOPT_CAINFO, call->certificates);
  if (call->form) SET(CURLOPT_POSTFIELDS, call->form);
  SET(CURLOPT_WRITEFUNCTION, hear);
  SET(CURLOPT_WRITEDATA, &hearing);
  if (code == CURLE_OK) code = curl_easy_perform(curl);
  reply->code = code;
  char *type = NULL;
  if (curl) {
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &reply->status);
    curl_easy_getinfo(curl, CURLINFO_CONTENT_TYPE, &type);
  }
  if (type) snprintf(reply->type, sizeof reply->type, "%s", type);
  curl_easy_cleanup(curl);
  curl_slist_free_all(headers);
}

void web_forget(struct web_reply *reply) {
  free(reply->bytes);
  reply->bytes = NULL;
  reply->count = 0;
}
