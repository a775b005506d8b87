/* A disk that fails: preloaded into a process, it counts what the process changes below one folder, and at a given
   change kills it, fails as a full, broken or read-only disk does, sends a signal, or lets a command run.

   Only changes count: opening to write, writing, moving, making and deleting. A write that is hit is half written. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { COUNT, KILL, FULL, BROKEN, ONCE, SIGNAL, COMMAND };

static char below[PATH_MAX], run[PATH_MAX];
static long at, seen;
static int what, number, log_to = -1;

/* Count changes below a folder; at the one numbered `place` do `action`, with an error or signal number. */
void arm(const char *folder, long place, int action, int with, const char *log, const char *command)
{
    below[0] = 0;
    strncpy(run, command, sizeof run - 1);
    at = place, seen = 0, what = action, number = with;
    log_to = *log ? open(log, O_CREAT | O_WRONLY | O_APPEND, 0600) : -1;
    strncpy(below, folder, sizeof below - 1);
}

static const char *whole(int folder, const char *path, char *into)
{
    char link[64];
    ssize_t length;
    if (path && *path == '/') return path;
    if (folder == AT_FDCWD) length = getcwd(into, PATH_MAX) ? (ssize_t)strlen(into) : -1;
    else {
        snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
        length = readlink(link, into, PATH_MAX - 1);
    }
    if (length < 0) return "";
    into[length] = 0;
    if (path && length + strlen(path) + 2 < PATH_MAX) strcat(strcat(into, "/"), path);
    return into;
}

/* What is done about a change: 0 lets it through, 1 does half of it first, -1 fails with errno set. */
static int hit(const char *kind, int folder, const char *path, int grows)
{
    char buffer[PATH_MAX], line[PATH_MAX + 64];
    const char *name;
    size_t length = strlen(below);
    long now;
    if (!below[0]) return 0;
    name = whole(folder, path, buffer);
    if (strncmp(name, below, length) || (name[length] && name[length] != '/')) return 0;
    now = __sync_add_and_fetch(&seen, 1);
    if (log_to >= 0) {
        int told = snprintf(line, sizeof line, "%s %s\n", kind, name + length);
        syscall(SYS_write, log_to, line, told);
    }
    if (now < at || what == COUNT || !at) return 0;
    if (now == at && what == SIGNAL) { kill(getpid(), number); return 0; }
    if (now == at && what == COMMAND) { below[0] = 0; return system(run) ? 0 : 0; }
    if (what == KILL || what == ONCE || (what == FULL && now == at)) {
        if (now == at && !strcmp(kind, "write")) return 1;
        if (what == KILL) kill(getpid(), SIGKILL);
    }
    if ((what == FULL && grows) || what == BROKEN || (what == ONCE && now == at)) { errno = number; return -1; }
    return 0;
}

static ssize_t after_half(ssize_t done)
{
    if (what == KILL) kill(getpid(), SIGKILL);
    if (what == ONCE) { errno = number; return -1; }
    return done;
}

#define REAL(name) static __typeof__(name) *real; if (!real) real = (__typeof__(name) *)dlsym(RTLD_NEXT, #name)
#define CHANGE(kind, folder, path, grows) do { if (hit(kind, folder, path, grows) < 0) return -1; } while (0)

#define OPEN(name, DECLARED, PASSED, folder, path)                                            \
    int name DECLARED                                                                          \
    {                                                                                          \
        REAL(name);                                                                            \
        va_list more;                                                                          \
        mode_t mode;                                                                           \
        va_start(more, flags);                                                                 \
        mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(more, mode_t) : 0;                        \
        va_end(more);                                                                          \
        if (flags & (O_WRONLY | O_RDWR)) CHANGE("open", folder, path, flags & O_CREAT);         \
        return real PASSED;                                                                    \
    }
OPEN(open, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD, path)
OPEN(open64, (const char *path, int flags, ...), (path, flags, mode), AT_FDCWD, path)
OPEN(openat, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder, path)
OPEN(openat64, (int folder, const char *path, int flags, ...), (folder, path, flags, mode), folder, path)

ssize_t write(int file, const void *from, size_t length)
{
    REAL(write);
    int how = hit("write", file, NULL, 1);
    if (how < 0) return -1;
    return how ? after_half(real(file, from, length > 1 ? length / 2 : length)) : real(file, from, length);
}

ssize_t pwrite64(int file, const void *from, size_t length, off64_t place)
{
    REAL(pwrite64);
    int how = hit("write", file, NULL, 1);
    if (how < 0) return -1;
    return how ? after_half(real(file, from, length > 1 ? length / 2 : length, place)) : real(file, from, length, place);
}

ssize_t writev(int file, const struct iovec *from, int count)
{
    REAL(writev);
    int how = hit("write", file, NULL, 1);
    if (how < 0) return -1;
    return how ? after_half(syscall(SYS_write, file, from->iov_base, from->iov_len / 2)) : real(file, from, count);
}

int fsync(int file) { REAL(fsync); CHANGE("sync", file, NULL, 1); return real(file); }
int fdatasync(int file) { REAL(fdatasync); CHANGE("sync", file, NULL, 1); return real(file); }
int ftruncate64(int file, off64_t to) { REAL(ftruncate64); CHANGE("cut", file, NULL, 1); return real(file, to); }
int mkdir(const char *path, mode_t mode) { REAL(mkdir); CHANGE("make", AT_FDCWD, path, 1); return real(path, mode); }
int rename(const char *from, const char *to) { REAL(rename); CHANGE("move", AT_FDCWD, from, 0); return real(from, to); }
int link(const char *from, const char *to) { REAL(link); CHANGE("link", AT_FDCWD, to, 1); return real(from, to); }
int unlink(const char *path) { REAL(unlink); CHANGE("delete", AT_FDCWD, path, 0); return real(path); }
int rmdir(const char *path) { REAL(rmdir); CHANGE("delete", AT_FDCWD, path, 0); return real(path); }
int unlinkat(int folder, const char *path, int flags)
{
    REAL(unlinkat);
    CHANGE("delete", folder, path, 0);
    return real(folder, path, flags);
}
