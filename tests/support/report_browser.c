#include "support/report_browser.h"

#include "bronpost/base/buf.h"
#include "support/report_json.h"

#include <errno.h>
#include <fcntl.h>
#include <openssl/evp.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define PATIENCE_MS 60000 /* a busy machine needs seconds for the first page */

struct report_browser {
    pid_t pid;
    int to, from; /* pipes to fd 3 and from fd 4 of the browser */
    char folder[64];
    unsigned last_id, requests;
    bool loaded;
    char session[80], answer[4096], complaints[1024];
    struct bp_buf incoming; /* of a message that is not complete yet */
    struct bp_buf *pdf;     /* where a printed page goes; NULL: nobody prints */
};

static bool find_program(char *path, size_t cap)
{
    static const char *const names[] = { "chromium", "chromium-browser" };
    const char *folders = getenv("PATH");
    while (folders && *folders) {
        size_t length = strcspn(folders, ":");
        for (size_t i = 0; i < 2; i++) {
            (void)snprintf(path, cap, "%.*s/%s", (int)length, folders, names[i]);
            if (access(path, X_OK) == 0)
                return true;
        }
        folders += length + (folders[length] == ':');
    }
    return false;
}

/* In the child: 3 to read commands from, 4 to write answers to. */
static void become_browser(const char *program, const char *folder, int commands, int answers)
{
    char profile[100];
    (void)snprintf(profile, sizeof profile, "--user-data-dir=%s", folder);
    int nothing = open("/dev/null", O_RDWR);
    /* Out of the way first: a pipe may itself be number 3 or 4. */
    int in = fcntl(commands, F_DUPFD, 10), out = fcntl(answers, F_DUPFD, 10);
    if (nothing < 0 || in < 0 || out < 0 || dup2(in, 3) < 0 || dup2(out, 4) < 0 ||
        dup2(nothing, 0) < 0 || dup2(nothing, 1) < 0 || dup2(nothing, 2) < 0)
        _exit(126);
    (void)close(in);
    (void)close(out);
    (void)setpgid(0, 0);
    (void)setenv("HOME", folder, 1);
    (void)execl(program, program, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
                "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-pipe", profile,
                "about:blank", (char *)NULL);
    _exit(127);
}

static void note_event(struct report_browser *b, const char *method,
                       const struct report_json *params)
{
    const struct report_json *complaint = NULL, *url = NULL;
    if (strcmp(method, "Page.loadEventFired") == 0)
        b->loaded = true;
    else if (strcmp(method, "Network.requestWillBeSent") == 0)
        url = report_json_at(params, "request.url");
    else if (strcmp(method, "Runtime.exceptionThrown") == 0)
        complaint = report_json_at(params, "exceptionDetails.text");
    else if (strcmp(method, "Log.entryAdded") == 0)
        complaint = report_json_at(params, "entry.text");
    else if (strcmp(method, "Runtime.consoleAPICalled") == 0)
        complaint = report_json_at(params, "type");
    if (url)
        b->requests++;
    if (complaint) {
        size_t used = strlen(b->complaints);
        (void)snprintf(b->complaints + used, sizeof b->complaints - used, "%.*s\n",
                       (int)complaint->text.len, complaint->text.ptr);
    }
}

static void take_pdf(struct bp_buf *pdf, struct bp_str base64)
{
    unsigned char *bytes = malloc(base64.len);
    assert_non_null(bytes);
    int count = EVP_DecodeBlock(bytes, (const unsigned char *)base64.ptr, (int)base64.len);
    assert_true(count > 0);
    bp_buf_add(pdf, bytes, (size_t)count);
    free(bytes);
}

/* Takes the first whole message out of `incoming`; false when there is none. True in `mine` when it
 * answers `id`. */
static bool take_message(struct report_browser *b, unsigned id, bool *mine)
{
    char *end = b->incoming.len ? memchr(b->incoming.ptr, '\0', b->incoming.len) : NULL;
    if (!end)
        return false;
    size_t length = (size_t)(end - b->incoming.ptr);
    struct bp_arena *arena = bp_arena_new(64 * BP_MIB);
    const struct report_json *message =
        report_json_parse(arena, (struct bp_str){ b->incoming.ptr, length });
    const struct report_json *number = report_json_get(message, "id"),
                             *method = report_json_get(message, "method");
    *mine = number && (unsigned)number->number == id;
    if (method) {
        char name[64];
        (void)bp_str_copy(name, sizeof name, method->text);
        note_event(b, name, report_json_get(message, "params"));
    }
    if (*mine) {
        const struct report_json *value = report_json_at(message, "result.result.value");
        const struct report_json *session = report_json_at(message, "result.sessionId");
        const struct report_json *target = report_json_at(message, "result.targetId");
        const struct report_json *error = report_json_at(message, "error.message");
        const struct report_json *thrown =
            report_json_at(message, "result.exceptionDetails.exception.description");
        const struct report_json *say = thrown ? thrown : error;
        if (say)
            print_message("browser: %.*s\n", (int)say->text.len, say->text.ptr);
        const struct report_json *printed = report_json_at(message, "result.data");
        if (printed && b->pdf)
            take_pdf(b->pdf, printed->text);
        const struct report_json *answer = value ? value : session ? session : target;
        bool kept = bp_str_copy(b->answer, sizeof b->answer, answer ? answer->text : BP_STR(""));
        bp_arena_free(arena);
        assert_true(kept && !say);
    } else {
        bp_arena_free(arena);
    }
    memmove(b->incoming.ptr, end + 1, b->incoming.len - length - 1);
    b->incoming.len -= length + 1;
    return true;
}

static void receive_more(struct report_browser *b)
{
    struct pollfd ready = { .fd = b->from, .events = POLLIN };
    char bytes[16384];
    if (poll(&ready, 1, PATIENCE_MS) <= 0)
        fail_msg("the browser does not answer");
    ssize_t count = read(b->from, bytes, sizeof bytes);
    if (count <= 0)
        fail_msg("the browser went away");
    bp_buf_add(&b->incoming, bytes, (size_t)count);
    assert_false(b->incoming.failed);
}

static void add_json_string(struct bp_buf *out, const char *text)
{
    bp_buf_add_char(out, '"');
    for (; *text; text++) {
        if (*text == '"' || *text == '\\')
            bp_buf_add_char(out, '\\');
        if (*text == '\n')
            bp_buf_add_text(out, "\\n");
        else
            bp_buf_add_char(out, *text);
    }
    bp_buf_add_char(out, '"');
}

/* `params` are the members of the object, without its braces. */
static const char *command(struct report_browser *b, const char *method, const char *params)
{
    struct bp_buf out;
    bp_buf_init(&out, BP_MIB);
    unsigned id = ++b->last_id;
    bp_buf_printf(&out, "{\"id\":%u,\"method\":\"%s\",", id, method);
    if (b->session[0])
        bp_buf_printf(&out, "\"sessionId\":\"%s\",", b->session);
    bp_buf_printf(&out, "\"params\":{%s}}", params);
    bp_buf_add_char(&out, '\0');
    assert_false(out.failed);
    for (size_t done = 0; done < out.len;) {
        ssize_t count = write(b->to, out.ptr + done, out.len - done);
        if (count <= 0)
            fail_msg("the browser takes no commands");
        done += (size_t)count;
    }
    bp_buf_free(&out);
    for (bool mine = false; !mine;)
        if (!take_message(b, id, &mine))
            receive_more(b);
    return b->answer;
}

struct report_browser *report_browser_open(void)
{
    char program[512], params[160];
    if (!find_program(program, sizeof program))
        return NULL;
    struct report_browser *b = calloc(1, sizeof *b);
    assert_non_null(b);
    bp_buf_init(&b->incoming, 64 * BP_MIB);
    (void)strcpy(b->folder, "/tmp/bronpost-browser-XXXXXX");
    assert_non_null(mkdtemp(b->folder));
    int to[2], from[2];
    assert_int_equal(pipe2(to, O_CLOEXEC), 0);
    assert_int_equal(pipe2(from, O_CLOEXEC), 0);
    (void)signal(SIGPIPE, SIG_IGN);
    b->pid = fork();
    assert_true(b->pid >= 0);
    if (b->pid == 0)
        become_browser(program, b->folder, to[0], from[1]);
    (void)close(to[0]);
    (void)close(from[1]);
    b->to = to[1];
    b->from = from[0];

    (void)snprintf(params, sizeof params, "\"targetId\":\"%s\",\"flatten\":true",
                   command(b, "Target.createTarget", "\"url\":\"about:blank\""));
    (void)bp_str_copy(b->session, sizeof b->session,
                      bp_str_of(command(b, "Target.attachToTarget", params)));
    static const char *const domains[] = { "Page.enable", "Log.enable", "Runtime.enable",
                                           "Network.enable" };
    for (size_t i = 0; i < 4; i++)
        (void)command(b, domains[i], "");
    return b;
}

void report_browser_close(struct report_browser *b)
{
    if (!b)
        return;
    b->session[0] = '\0';
    (void)command(b, "Browser.close", "");
    (void)close(b->to);
    (void)close(b->from);
    for (int tries = 0; tries < 100 && waitpid(b->pid, NULL, WNOHANG) == 0; tries++) {
        if (tries == 99 && kill(-b->pid, SIGKILL) == 0)
            (void)waitpid(b->pid, NULL, 0);
        (void)usleep(100000);
    }
    char remove[100];
    (void)snprintf(remove, sizeof remove, "rm -rf %s", b->folder);
    if (system(remove) != 0)
        print_message("%s stays behind\n", b->folder);
    bp_buf_free(&b->incoming);
    free(b);
}

void report_browser_visit(struct report_browser *b, const char *path, int width, bool dark)
{
    char params[600];
    (void)snprintf(params, sizeof params,
                   "\"width\":%d,\"height\":900,\"deviceScaleFactor\":1,\"mobile\":%s", width,
                   width < 600 ? "true" : "false");
    (void)command(b, "Emulation.setDeviceMetricsOverride", params);
    (void)snprintf(params, sizeof params,
                   "\"features\":[{\"name\":\"prefers-color-scheme\",\"value\":\"%s\"}]",
                   dark ? "dark" : "light");
    (void)command(b, "Emulation.setEmulatedMedia", params);
    b->loaded = false;
    b->requests = 0;
    b->complaints[0] = '\0';
    (void)snprintf(params, sizeof params, "\"url\":\"file://%s\"", path);
    (void)command(b, "Page.navigate", params);
    for (bool mine; !b->loaded;)
        if (!take_message(b, 0, &mine))
            receive_more(b);
}

void report_browser_scripts(struct report_browser *b, bool run)
{
    (void)command(b, "Emulation.setScriptExecutionDisabled",
                  run ? "\"value\":false" : "\"value\":true");
}

void report_browser_print(struct report_browser *b, struct bp_buf *pdf)
{
    b->pdf = pdf;
    (void)command(b, "Page.printToPDF",
                  "\"preferCSSPageSize\":true,\"paperWidth\":8.27,\"paperHeight\":11.69");
    b->pdf = NULL;
    assert_false(pdf->failed);
}

const char *report_browser_ask(struct report_browser *b, const char *expression)
{
    struct bp_buf params;
    bp_buf_init(&params, 64 * BP_KIB);
    struct bp_buf whole;
    bp_buf_init(&whole, 64 * BP_KIB);
    bp_buf_printf(&whole, "String((%s))", expression);
    bp_buf_add_char(&whole, '\0');
    bp_buf_add_text(&params, "\"returnByValue\":true,\"expression\":");
    add_json_string(&params, whole.ptr);
    bp_buf_add_char(&params, '\0');
    const char *answer = command(b, "Runtime.evaluate", params.ptr);
    bp_buf_free(&whole);
    bp_buf_free(&params);
    return answer;
}

void report_browser_press(struct report_browser *b, const char *key)
{
    static const struct {
        const char *key, *text;
        int code;
    } named[] = { { "Tab", NULL, 9 }, { "Enter", "\\r", 13 }, { "Escape", NULL, 27 } };
    char params[200], rest[100] = "";
    const char *text = key;
    for (size_t i = 0; i < 3; i++) {
        if (strcmp(key, named[i].key) != 0)
            continue;
        text = named[i].text;
        (void)snprintf(rest, sizeof rest, ",\"windowsVirtualKeyCode\":%d,\"code\":\"%s\"",
                       named[i].code, key);
    }
    (void)snprintf(params, sizeof params, "\"type\":\"keyDown\",\"key\":\"%s\"%s%s%s%s", key, rest,
                   text ? ",\"text\":\"" : "", text ? text : "", text ? "\"" : "");
    (void)command(b, "Input.dispatchKeyEvent", params);
    (void)snprintf(params, sizeof params, "\"type\":\"keyUp\",\"key\":\"%s\"%s", key, rest);
    (void)command(b, "Input.dispatchKeyEvent", params);
}

unsigned report_browser_requests(const struct report_browser *b)
{
    return b->requests ? b->requests - 1 : 0;
}

const char *report_browser_complaints(const struct report_browser *b)
{
    return b->complaints;
}
