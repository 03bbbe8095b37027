/* cmd_help.c - help and version */
#include "command.h"
#include "json.h"
#include "suggest.h"

#include "bronpost/base/text.h"

#include <libxml/parser.h>
#include <openssl/crypto.h>
#include <stdio.h>
#include <stdlib.h>

#define WIDTH 96

void bp_cli_wrap(struct bp_buf *out, size_t indent, size_t column, const char *text)
{
    while (*text) {
        size_t bytes = strcspn(text, " "), width = 0;
        for (size_t i = 0; i < bytes; i++)
            width += (text[i] & 0xC0) != 0x80; /* bytes that begin a character */
        if (column > indent && column + 1 + width > WIDTH) {
            bp_buf_add_char(out, '\n');
            column = 0;
        } else if (column > indent) {
            bp_buf_add_char(out, ' ');
            column++;
        }
        for (; column < indent; column++)
            bp_buf_add_char(out, ' ');
        bp_buf_add(out, text, bytes);
        column += width;
        text += bytes;
        text += *text == ' ';
    }
    bp_buf_add_char(out, '\n');
}

static void add_entry(struct bp_buf *out, const char *name, const char *value, const char *text,
                      size_t indent)
{
    size_t before = out->len;
    bp_buf_printf(out, "  %s%s%s", name, value ? " " : "", value ? value : "");
    size_t column = out->len - before;
    do {
        bp_buf_add_char(out, ' ');
        column++;
    } while (column < indent);
    bp_cli_wrap(out, column, column, text);
}

static void add_options(struct bp_buf *out, unsigned bit, bool common)
{
    size_t count;
    const struct bp_option_info *options = bp_options_all(&count);
    for (size_t i = 0; i < count; i++)
        if ((options[i].commands & bit) && (options[i].commands == BP_COMMAND_ALL) == common)
            add_entry(out, options[i].name, options[i].value, bp_text(options[i].text), 27);
}

static bool has_own_options(unsigned bit)
{
    size_t count;
    const struct bp_option_info *options = bp_options_all(&count);
    for (size_t i = 0; i < count; i++)
        if (options[i].commands != BP_COMMAND_ALL && (options[i].commands & bit))
            return true;
    return false;
}

static void add_usage(struct bp_buf *out, const struct bp_command *command)
{
    unsigned bit = BP_COMMAND_BIT(command->id);
    size_t count;
    const struct bp_option_info *options = bp_options_all(&count);
    bp_buf_printf(out, "bronpost %s", command->name);
    for (size_t i = 0; i < count; i++)
        if (options[i].required & bit)
            bp_buf_printf(out, " %s %s", options[i].name, options[i].value);
    if (command->operand)
        bp_buf_printf(out, " %s", command->operand);
    bp_buf_printf(out, " [%s]\n\n", bp_text("options"));
}

static void help_command(struct bp_buf *out, const struct bp_command *command)
{
    unsigned bit = BP_COMMAND_BIT(command->id);
    add_usage(out, command);
    bp_cli_wrap(out, 0, 0, bp_text(command->description));
    if (has_own_options(bit)) {
        bp_buf_printf(out, "\n%s\n", bp_text("Options of this command:"));
        add_options(out, bit, false);
    }
    bp_buf_printf(out, "\n%s\n", bp_text("Options of every command:"));
    add_options(out, bit, true);
}

static void help_all(struct bp_buf *out)
{
    static const char *const exits[] = {
        N_("0  all well"),
        N_("1  done, but something needs a person"),
        N_("2  wrong use: options or configuration"),
        N_("3  input refused as a whole; nothing changed"),
        N_("4  another run is busy"),
        N_("5  DUO not reachable; everything is kept and goes at the next run"),
        N_("6  own fault: ledger, disk, memory; nothing lost"),
    };
    size_t count;
    const struct bp_command *commands = bp_commands(&count);
    bp_buf_printf(out, "%s\n\n", bp_text("bronpost registers students in vmbo-mbo routes at DUO"));
    bp_buf_printf(out, "bronpost COMMAND [%s]\n\n", bp_text("options"));
    for (size_t i = 0; i < count; i++)
        add_entry(out, commands[i].name, commands[i].operand, bp_text(commands[i].summary), 19);
    bp_buf_printf(out, "\n%s\n", bp_text("Options of every command:"));
    add_options(out, BP_COMMAND_ALL, true);
    bp_buf_printf(out, "\n%s\n", bp_text("Exit codes:"));
    for (size_t i = 0; i < sizeof exits / sizeof *exits; i++)
        bp_buf_printf(out, "  %s\n", bp_text(exits[i]));
}

static int fail_unknown(const struct bp_invocation *inv, const char *word)
{
    struct bp_error err = { 0 };
    (void)bp_error_set(&err, BP_E_USAGE, NULL, N_("there is no command '%s'; see: bronpost help"),
                       word);
    return bp_cli_fail(inv, &err);
}

int bp_cmd_help(struct bp_invocation *inv)
{
    const struct bp_options *options = &inv->options;
    const struct bp_command *about = NULL;
    size_t count;
    if (options->command != BP_COMMAND_HELP)
        about = &bp_commands(&count)[options->command]; /* bronpost check --help */
    else if (options->operand && !(about = bp_command_find(options->operand)))
        return fail_unknown(inv, options->operand);
    struct bp_buf out;
    bp_buf_init(&out, 64 * 1024);
    if (about)
        help_command(&out, about);
    else
        help_all(&out);
    int code = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return code;
}

/* "20914" to "2.9.14". */
static void libxml2_version(char out[32])
{
    unsigned long n = strtoul(xmlParserVersion, NULL, 10);
    (void)snprintf(out, 32, "%lu.%lu.%lu", n / 10000, n / 100 % 100, n % 100);
}

int bp_cmd_version(struct bp_invocation *inv)
{
    struct bp_buf out;
    char libxml2[32];
    libxml2_version(libxml2);
    bp_buf_init(&out, 4096);
    if (inv->options.json) {
        bp_cli_json_open(&out, NULL, '{');
        bp_cli_json_text(&out, "bronpost", BRONPOST_VERSION);
        bp_cli_json_text(&out, "libxml2", libxml2);
        bp_cli_json_text(&out, "openssl", OpenSSL_version(OPENSSL_VERSION_STRING));
        bp_cli_json_close(&out, '}');
        bp_buf_add_char(&out, '\n');
    } else {
        bp_buf_printf(&out, "bronpost %s (EUPL-1.2)\nlibxml2 %s\nOpenSSL %s\n", BRONPOST_VERSION,
                      libxml2, OpenSSL_version(OPENSSL_VERSION_STRING));
    }
    int code = bp_cli_print(inv, &out);
    bp_buf_free(&out);
    return code;
}
