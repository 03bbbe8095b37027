#include "bronpost/base/error.h"

#include "bronpost/base/text.h"

#include <stdarg.h>
#include <stdio.h>

enum bp_status bp_error_set(struct bp_error *err, enum bp_status status, const char *code,
                            const char *format, ...)
{
    if (!err)
        return status;
    *err = (struct bp_error){ .status = status, .code = code };
    va_list args;
    va_start(args, format);
    (void)vsnprintf(err->detail, sizeof err->detail, bp_text(format), args);
    va_end(args);
    return status;
}

void bp_error_at(struct bp_error *err, const char *file, size_t row, size_t column)
{
    if (!err || err->file)
        return;
    err->file = file;
    err->row = row;
    err->column = column;
}

void bp_error_format(const struct bp_error *err, char *out, size_t cap)
{
    char place[300] = "";
    if (err->file && err->row && err->column)
        (void)snprintf(place, sizeof place, "%s:%zu:%zu: ", err->file, err->row, err->column);
    else if (err->file && err->row)
        (void)snprintf(place, sizeof place, "%s:%zu: ", err->file, err->row);
    else if (err->file)
        (void)snprintf(place, sizeof place, "%s: ", err->file);
    (void)snprintf(out, cap, "%s%s%s%s", place, err->code ? err->code : "", err->code ? " " : "",
                   err->detail);
}

enum bp_status bp_error_memory(struct bp_error *err, const char *what)
{
    return bp_error_set(err, BP_E_MEMORY, NULL, N_("not enough memory for %s"), bp_text(what));
}
