/* tbgi_case.h - TBG-i files out of texts in a test
 * PURPOSE    a test says what DUO decided; the file has DUO's layout, as in its sample
 * OWNERSHIP  appends to a buffer of the caller
 * ERRORS     what should not happen is a failed test (fail_msg)
 * THREADS    one
 */
#ifndef TESTS_SUPPORT_TBGI_CASE_H
#define TESTS_SUPPORT_TBGI_CASE_H

#include "bronpost/base/buf.h"
#include "support/cli_files.h"

#define TBGI_OPEN                                                                                  \
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<Bekostigingsgrondslagen "                      \
    "xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" "                                              \
    "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">\r\n"
#define TBGI_CLOSE "</Bekostigingsgrondslagen>\r\n"

/* An enrolment. `teldata`: "2026-10-01 J VO V, 2027-02-01 N - D": day, funded (J, N or - for nil), phase (VO, MBO, - for
 * nil, ? for no element at all), status (V or D); NULL: no group. */
struct tbgi_rij {
    const char *bsn, *brin, *volgnummer, *teldata;
    const char *signaal; /* on each of its groups: "401 omschrijving"; NULL: none */
};

void tbgi_add(struct bp_buf *out, const struct tbgi_rij *rij);
/* With its element Signaal of which all is nil, as in the sample. */
void tbgi_add_diploma(struct bp_buf *out, const char *bsn);

/* A whole file in the folder; its path lives as long as the folder. */
const char *tbgi_put(struct cli_folder *folder, const char *name, const struct tbgi_rij *rijen,
                     size_t count);

#endif
