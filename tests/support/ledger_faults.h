/* ledger_faults.h - disks that fail and processes that are killed, at a chosen system call
 * PURPOSE    SQLite writes through system calls that can be replaced; each that changes a file is counted, and the
 *            n-th fails or is the last thing that the process does
 * UNITS      calls from 1; 0: none
 * SOURCE     sqlite.org, c3ref/vfs.html (xSetSystemCall)
 * THREADS    one
 */
#ifndef BRONPOST_TESTS_LEDGER_FAULTS_H
#define BRONPOST_TESTS_LEDGER_FAULTS_H

#include <stdbool.h>

/* From now on: call `n` writes half and kills this process with SIGKILL. */
void ledger_faults_kill(unsigned n);
/* From now on: call `n`, and all after it when `lasting`, fails with errno `error`. */
void ledger_faults_fail(unsigned n, int error, bool lasting);
/* Ends it; gives the number of calls that were counted. */
unsigned ledger_faults_off(void);

#endif
