/* server.h - private to rehearsal: the HTTPS server
 * PURPOSE    takes requests in, has them judged, keeps what is accepted, and answers, with trouble where
 *            that is asked for
 * OWNERSHIP  bp_server_run() opens what it needs and closes it
 * UNITS      milliseconds
 * SOURCE     libevent's evhttp over OpenSSL
 * ERRORS     BP_E_USAGE (address), BP_E_CRYPTO (PKI), BP_E_IO, BP_E_LOCKED, BP_E_INPUT (record), BP_E_XML
 *            (schemas)
 * THREADS    one: an event loop. A connection costs memory, not a thread, and an answer that waits costs a
 *            timer
 *
 * What is accepted in one turn of the loop is kept with one fsync, before any answer on it goes out.
 */
#ifndef BRONPOST_REHEARSAL_SERVER_H
#define BRONPOST_REHEARSAL_SERVER_H

#include "opties.h"

#include "bronpost/base/env.h"

/* Serves until SIGTERM or SIGINT. `listening` is called once, with the address in the form host:port. */
enum bp_status bp_server_run(const struct bp_rehearsal_opties *opties, const struct bp_env *env,
                             void (*listening)(const char *address), struct bp_error *err);

#endif
