#include "cell.h"

#include "bronpost/report/rapport.h"

bool bp_cell_runs(struct bp_str value)
{
    return value.len > 0 && memchr("=+-@\t\r\n", value.ptr[0], 7) != NULL;
}

static bool needs_quotes(struct bp_str value)
{
    for (size_t i = 0; i < value.len; i++)
        if (memchr(";\"\r\n", value.ptr[i], 4))
            return true;
    return false;
}

void bp_csv_cell(struct bp_buf *out, struct bp_str value)
{
    bool quoted = needs_quotes(value);
    if (quoted)
        bp_buf_add_char(out, '"');
    if (bp_cell_runs(value))
        bp_buf_add_char(out, '\'');
    size_t written = 0;
    for (size_t i = 0; quoted && i < value.len; i++) {
        if (value.ptr[i] != '"')
            continue;
        bp_buf_add(out, value.ptr + written, i + 1 - written);
        written = i; /* the quote goes out again, at the head of the next part */
    }
    bp_buf_add(out, value.ptr + written, value.len - written);
    if (quoted)
        bp_buf_add_char(out, '"');
}
