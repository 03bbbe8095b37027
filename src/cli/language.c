#include "language.h"

#include <stdlib.h>
#include <string.h>

/* "nl", "nl_NL", "nl_NL.UTF-8", "nl:en": the language of the first name, NULL when it is neither of ours. */
static const char *known(const char *value)
{
    static const char *const ours[] = { "nl", "en" };
    for (size_t i = 0; i < 2; i++)
        if (strncmp(value, ours[i], 2) == 0 && (value[2] == '\0' || strchr("_.:@", value[2])))
            return ours[i];
    return NULL;
}

/* The first name in a list as LANGUAGE has it ("fy:nl:en") that we speak. */
static const char *first_known(const char *list)
{
    while (*list) {
        const char *language = known(list);
        if (language)
            return language;
        list += strcspn(list, ":");
        list += *list == ':';
    }
    return NULL;
}

static const char *said(int argc, char *const argv[])
{
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--") == 0)
            break;
        if (strncmp(argv[i], "--lang=", 7) == 0)
            return argv[i] + 7;
        if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            return argv[i + 1];
    }
    return NULL;
}

const char *bp_language_choose(int argc, char *const argv[])
{
    static const char *const variables[] = { "LC_ALL", "LC_MESSAGES", "LANG" };
    const char *option = said(argc, argv), *locale = NULL;
    if (option && known(option))
        return known(option);
    for (size_t i = 0; i < 3 && !(locale && *locale); i++)
        locale = getenv(variables[i]);
    if (!locale || !*locale || strcmp(locale, "C") == 0 || strcmp(locale, "POSIX") == 0)
        return "en"; /* LANGUAGE counts only under a locale, as gettext has it */
    const char *list = getenv("LANGUAGE");
    const char *language = list ? first_known(list) : NULL;
    if (!language)
        language = known(locale);
    return language ? language : "en";
}
