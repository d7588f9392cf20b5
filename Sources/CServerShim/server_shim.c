#include "server_shim.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <string.h>

/* Malformed requests are the client's business: they are answered, not logged line by line. */
static void quiet(void *context, const char *format, va_list arguments) {
  (void)context; (void)format; (void)arguments;
}

struct MHD_Daemon *server_start(const struct server_settings *s) {
  struct sockaddr_storage address;
  memset(&address, 0, sizeof address);
  unsigned flags = MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_ERROR_LOG | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_TURBO;
  struct sockaddr_in *v4 = (struct sockaddr_in *)&address;
  struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&address;
  if (inet_pton(AF_INET, s->address, &v4->sin_addr) == 1) {
    v4->sin_family = AF_INET;
    v4->sin_port = htons(s->port);
  } else if (inet_pton(AF_INET6, s->address, &v6->sin6_addr) == 1) {
    v6->sin6_family = AF_INET6;
    v6->sin6_port = htons(s->port);
    flags |= MHD_USE_IPv6;
  } else {
    return NULL;
  }
  return MHD_start_daemon(flags, 0, NULL, NULL, s->handle, s->context,
    MHD_OPTION_EXTERNAL_LOGGER, quiet, NULL,
    MHD_OPTION_SOCK_ADDR, &address,
    MHD_OPTION_NOTIFY_COMPLETED, s->completed, s->context,
    MHD_OPTION_URI_LOG_CALLBACK, s->begin, s->context,
    MHD_OPTION_THREAD_POOL_SIZE, s->threads,
    MHD_OPTION_CONNECTION_LIMIT, s->connections,
    MHD_OPTION_PER_IP_CONNECTION_LIMIT, s->connections_per_address,
    MHD_OPTION_CONNECTION_TIMEOUT, s->idle_seconds,
    MHD_OPTION_CONNECTION_MEMORY_LIMIT, s->header_bytes,
    MHD_OPTION_LISTEN_BACKLOG_SIZE, 1024u,
    MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
    MHD_OPTION_STRICT_FOR_CLIENT, 1,
    MHD_OPTION_END);
}

unsigned server_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info ? info->port : 0;
}

int server_client_address(struct MHD_Connection *connection, char *text, size_t size) {
  const union MHD_ConnectionInfo *info = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  if (!info || !info->client_addr) return 0;
  const struct sockaddr *address = info->client_addr;
  const void *raw = address->sa_family == AF_INET
    ? (const void *)&((const struct sockaddr_in *)address)->sin_addr
    : (const void *)&((const struct sockaddr_in6 *)address)->sin6_addr;
  return inet_ntop(address->sa_family, raw, text, (socklen_t)size) != NULL;
}
