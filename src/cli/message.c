#include "cli/message.h"

#include <stdarg.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/mem.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/wrap.h"

int message_width(void)
{
    struct winsize size = {0};

    return ioctl(STDIN_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

void message_write(FILE *out, const char *text, int width)
{
    if (width <= 0)
        fputs(text, out);
    else
        wrap_print(out, text, 2, (size_t)width, true);
}

static bool is_silent(const struct command_env *env)
{
    return env->globals->quiet || env->globals->json;
}

__attribute__((format(printf, 3, 0))) static void
write_formatted(const struct command_env *env, const char *end, const char *fmt, va_list ap)
{
    MEM_SCRATCH(scratch);
    char *text = mem_vprintf(scratch, fmt, ap);

    message_write(env->out, mem_printf(scratch, "%s%s", text, end), message_width());
}

void message_print(const struct command_env *env, const char *fmt, ...)
{
    va_list ap;

    if (is_silent(env))
        return;
    va_start(ap, fmt);
    write_formatted(env, "", fmt, ap);
    va_end(ap);
    fputc('\n', env->out);
}

void message_begin(const struct command_env *env, const char *fmt, ...)
{
    va_list ap;

    if (is_silent(env))
        return;
    va_start(ap, fmt);
    write_formatted(env, " ...", fmt, ap);
    va_end(ap);
    fflush(env->out);
}

void message_end(const struct command_env *env, bool ok)
{
    if (!is_silent(env))
        fputs(ok ? "  done\n" : "  FAILED\n", env->out);
}

FILE *message_listing(struct command_env *env)
{
    return env->globals->quiet ? output_nowhere(env->mem) : env->out;
}
