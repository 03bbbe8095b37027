#include "bronpost/base/text.h"

#include <libintl.h>
#include <locale.h>
#include <stdlib.h>

#define DOMAIN "bronpost"

static const char *language_in_force = "en";

void bp_text_init(const char *directory, const char *language)
{
    language_in_force = language && strcmp(language, "nl") == 0 ? "nl" : "en";
    /* gettext translates under any locale but "C"; C.UTF-8 is always there, nl_NL often is not.
     * Only LC_MESSAGES: numbers and characters stay as in "C". */
    if (strcmp(language_in_force, "nl") == 0) {
        (void)setlocale(LC_MESSAGES, "C.UTF-8");
        (void)setenv("LANGUAGE", "nl", 1);
    }
    (void)bindtextdomain(DOMAIN, directory);
    (void)bind_textdomain_codeset(DOMAIN, "UTF-8");
}

const char *bp_text_language(void)
{
    return language_in_force;
}

const char *bp_text(const char *msgid)
{
    if (language_in_force[0] == 'e')
        return msgid;
    return dgettext(DOMAIN, msgid);
}

void bp_text_fill(struct bp_buf *out, const char *template, const struct bp_str *args,
                  size_t arg_count)
{
    for (const char *p = template; *p; p++) {
        if (p[0] == '{' && p[1] >= '1' && p[1] <= '9' && p[2] == '}') {
            size_t at = (size_t)(p[1] - '1');
            if (at < arg_count)
                bp_buf_add_str(out, args[at]);
            p += 2;
        } else {
            bp_buf_add_char(out, *p);
        }
    }
}
