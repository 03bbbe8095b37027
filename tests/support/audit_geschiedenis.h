/* audit_geschiedenis.h - a ledger in which everything happened that can happen
 * PURPOSE    every table has rows and every column has a value somewhere: for who tampers with it
 * OWNERSHIP  fills the ledger of the case
 * ERRORS     what should not happen is a failed test (fail_msg)
 * THREADS    one
 */
#ifndef BRONPOST_TESTS_AUDIT_GESCHIEDENIS_H
#define BRONPOST_TESTS_AUDIT_GESCHIEDENIS_H

#include "support/audit_case.h"

/* Runs (with a missed enrolment), sends, refusals, an unanswered attempt, a waiting time, feedback, a stand that goes
 * again under another identificatiecode, one that failed and is tried again, a removal, a replaced message, an adopted stand that is recognised, and
 * programmes in RIO with their refusal and approval. */
void audit_geschiedenis(struct audit_case *c);

#endif
