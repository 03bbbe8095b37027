/* report_browser.h - Chromium without a window, for tests
 * PURPOSE    opens a page as a person would, presses keys and looks at what the page became
 * OWNERSHIP  report_browser_open() makes, report_browser_close() ends the process and removes its
 * folder SOURCE     Chrome DevTools Protocol over --remote-debugging-pipe: no port, nothing else
 * listens in ERRORS     the test fails with what the browser said; NULL from open means that there
 * is no Chromium here
 */
#ifndef BRONPOST_TESTS_REPORT_BROWSER_H
#define BRONPOST_TESTS_REPORT_BROWSER_H

#include "bronpost/base/buf.h"

struct report_browser;

struct report_browser *report_browser_open(void);
void report_browser_close(struct report_browser *browser);

/* From the next visit on the page's own scripts run, or not; they do at first. */
void report_browser_scripts(struct report_browser *browser, bool run);

/* Opens a file (absolute path) in a window of that width and waits until it is loaded. */
void report_browser_visit(struct report_browser *browser, const char *path, int width, bool dark);

/* What a JavaScript expression gives, as a string; valid until the next call. */
const char *report_browser_ask(struct report_browser *browser, const char *expression);

/* A real key press: "Tab", "Enter", "Escape", or text of one character. */
void report_browser_press(struct report_browser *browser, const char *key);

/* The page on paper, as a PDF. */
void report_browser_print(struct report_browser *browser, struct bp_buf *pdf);

/* How many requests left the page besides the page itself. */
unsigned report_browser_requests(const struct report_browser *browser);

/* Exceptions, console errors and refusals of the Content-Security-Policy since the visit; "" when
 * there were none. */
const char *report_browser_complaints(const struct report_browser *browser);

#endif
