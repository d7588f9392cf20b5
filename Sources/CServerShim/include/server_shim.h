#ifndef SERVER_SHIM_H
#define SERVER_SHIM_H
#include <microhttpd.h>
#include <stdint.h>

/* libmicrohttpd is configured through variadic functions, which Swift cannot call. */
struct server_settings {
  const char *address; /* numeric IPv4 or IPv6 */
  uint16_t port;
  unsigned threads;
  unsigned connections;
  unsigned connections_per_address; /* 0: no limit */
  unsigned idle_seconds;
  size_t header_bytes;
  MHD_AccessHandlerCallback handle;
  MHD_RequestCompletedCallback completed;
  void *(*begin)(void *, const char *, struct MHD_Connection *);
  void *context;
};

struct MHD_Daemon *server_start(const struct server_settings *settings);
unsigned server_port(struct MHD_Daemon *daemon);

/* The client's address as text; returns 0 when it is not known. */
int server_client_address(struct MHD_Connection *connection, char *text, size_t size);
#endif
