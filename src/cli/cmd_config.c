/* cmd_config.c - shows what is in force */
#include "command.h"

int bp_cmd_config(struct bp_invocation *inv)
{
    struct bp_error err = { 0 };
    struct bp_buf out;
    bp_buf_init(&out, (size_t)16 * 1024 * 1024);
    int code = bp_config_print(inv->config, inv->options.json, &out, &err) == BP_OK
                   ? bp_cli_print(inv, &out)
                   : bp_cli_fail(inv, &err);
    bp_buf_free(&out);
    return code;
}
