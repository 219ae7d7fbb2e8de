#include "os/watch.h"

#include <elf.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/openat2.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <climits>
#include <cstddef>
#include <cstring>
#include <exception>
#include <future>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "os/descriptor.h"

namespace abi {
namespace {

#if defined(__x86_64__)
constexpr unsigned own_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr unsigned own_architecture = AUDIT_ARCH_AARCH64;
#elif defined(__riscv) && __riscv_xlen == 64
constexpr unsigned own_architecture = AUDIT_ARCH_RISCV64;
#else
constexpr unsigned own_architecture = 0;  // the numbers of its system calls were not looked up
#endif

/// What a system call does with the path that one of its arguments points to.
enum class Deed {
    look,      // asks for its state
    look_at,   // the same; the flags, in the argument behind the buffer, may say not to follow a link
    open,      // by the flags in the next argument
    open_how,  // by the flags in the structure that the next argument points to
    link,      // reads a link
    execute,
    change,
    list,     // no path: the entries of the folder that a descriptor has open
    connect,  // no path: to the address that an argument points to
    socket,   // no path: of the family that an argument states
    leave,    // no path: it goes where this file cannot follow
};

constexpr unsigned none = 7;  // no argument

struct Call {
    long number;
    Deed deed;
    unsigned path;           // the argument
    unsigned folder = none;  // the argument with the descriptor that a relative path begins at
    unsigned flags = none;   // the argument with AT_SYMLINK_NOFOLLOW
};

/// System calls of Linux that look at files by a path, change them, or reach what is no file.
constexpr std::array calls{
#ifdef SYS_open  // older systems have two forms of these
    Call{SYS_open, Deed::open, 0},
    Call{SYS_creat, Deed::change, 0},
    Call{SYS_stat, Deed::look, 0},
    Call{SYS_lstat, Deed::link, 0},
    Call{SYS_access, Deed::look, 0},
    Call{SYS_readlink, Deed::link, 0},
    Call{SYS_getdents, Deed::list, none, 0},
    Call{SYS_mkdir, Deed::change, 0},
    Call{SYS_rmdir, Deed::change, 0},
    Call{SYS_unlink, Deed::change, 0},
    Call{SYS_rename, Deed::change, 0},
    Call{SYS_rename, Deed::change, 1},
    Call{SYS_link, Deed::change, 0},
    Call{SYS_link, Deed::change, 1},
    Call{SYS_symlink, Deed::change, 1},
    Call{SYS_mknod, Deed::change, 0},
    Call{SYS_chmod, Deed::change, 0},
    Call{SYS_chown, Deed::change, 0},
    Call{SYS_lchown, Deed::change, 0},
    Call{SYS_utime, Deed::change, 0},
    Call{SYS_utimes, Deed::change, 0},
    Call{SYS_futimesat, Deed::change, 1, 0},
#endif
#ifdef SYS_renameat
    Call{SYS_renameat, Deed::change, 1, 0},
    Call{SYS_renameat, Deed::change, 3, 2},
#endif
#ifdef SYS_newfstatat
    Call{SYS_newfstatat, Deed::look_at, 1, 0, 3},
#endif
    Call{SYS_openat, Deed::open, 1, 0},
    Call{SYS_openat2, Deed::open_how, 1, 0},
    Call{SYS_statx, Deed::look_at, 1, 0, 2},
    Call{SYS_faccessat, Deed::look, 1, 0},
#ifdef SYS_faccessat2
    Call{SYS_faccessat2, Deed::look_at, 1, 0, 3},
#endif
    Call{SYS_readlinkat, Deed::link, 1, 0},
    Call{SYS_chdir, Deed::look, 0},
    Call{SYS_execve, Deed::execute, 0},
    Call{SYS_execveat, Deed::execute, 1, 0},
    Call{SYS_getdents64, Deed::list, none, 0},
    Call{SYS_mkdirat, Deed::change, 1, 0},
    Call{SYS_unlinkat, Deed::change, 1, 0},
    Call{SYS_renameat2, Deed::change, 1, 0},
    Call{SYS_renameat2, Deed::change, 3, 2},
    Call{SYS_linkat, Deed::change, 1, 0},
    Call{SYS_linkat, Deed::change, 3, 2},
    Call{SYS_symlinkat, Deed::change, 2, 1},
    Call{SYS_mknodat, Deed::change, 1, 0},
    Call{SYS_fchmodat, Deed::change, 1, 0},
    Call{SYS_fchownat, Deed::change, 1, 0},
    Call{SYS_utimensat, Deed::change, 1, 0},
    Call{SYS_truncate, Deed::change, 0},
    Call{SYS_statfs, Deed::look, 0},
    Call{SYS_getxattr, Deed::look, 0},
    Call{SYS_lgetxattr, Deed::link, 0},
    Call{SYS_socket, Deed::socket, 0},
    Call{SYS_connect, Deed::connect, 1},
    Call{SYS_open_by_handle_at, Deed::leave, none},
    Call{SYS_io_uring_setup, Deed::leave, none},
    Call{SYS_mount, Deed::leave, none},
    Call{SYS_umount2, Deed::leave, none},
    Call{SYS_pivot_root, Deed::leave, none},
    Call{SYS_chroot, Deed::leave, none},
    Call{SYS_setns, Deed::leave, none},
    Call{SYS_shmat, Deed::leave, none},
};

/// Stops the calling thread, and all that it starts from now on, at each of the calls.
Descriptor stop_at_calls() {
    constexpr auto load = BPF_LD | BPF_W | BPF_ABS;
    std::vector<sock_filter> program{
        BPF_STMT(load, offsetof(seccomp_data, arch)),
        BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, own_architecture, 1, 0),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
        BPF_STMT(load, offsetof(seccomp_data, nr)),
    };
    const auto stop_if = [&](std::uint16_t relation, std::uint32_t number) {
        program.push_back(BPF_JUMP(static_cast<std::uint16_t>(BPF_JMP | relation | BPF_K), number, 0, 1));
        program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF));
    };
    for (const auto& call : calls) stop_if(BPF_JEQ, static_cast<std::uint32_t>(call.number));
    stop_if(BPF_JGE, 0x40000000);  // the numbers of another interface (x32)
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
    sock_fprog filter{.len = static_cast<unsigned short>(program.size()), .filter = program.data()};
    const auto install = [&] {
        return static_cast<int>(
            syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &filter));
    };
    int listener = install();
    // A user without privileges may only do this if no program can get any.
    if (listener < 0 && errno == EACCES && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0) listener = install();
    return Descriptor(listener);
}

/// A process that was stopped.
struct Stopped {
    pid_t id;  // of the thread

    /// Up to `size` bytes of its memory; fewer if it has no more.
    std::string memory(std::uint64_t address, std::size_t size) const {
        std::string bytes(size, '\0');
        iovec here{bytes.data(), size};
        iovec there{reinterpret_cast<void*>(address), size};  // NOLINT: an address of the other process
        const auto got = process_vm_readv(id, &here, 1, &there, 1, 0);
        bytes.resize(got < 0 ? 0 : static_cast<std::size_t>(got));
        return bytes;
    }
    /// The text at an address; nothing if it cannot be read. It is read page by page, because the next may be missing.
    std::optional<std::string> text(std::uint64_t address) const {
        constexpr std::size_t page = 4096;
        std::string text;
        while (text.size() <= PATH_MAX) {
            const auto part = memory(address, page - address % page);
            if (part.empty()) return std::nullopt;
            text += part.substr(0, part.find('\0'));
            if (part.find('\0') != part.npos) return text;
            address += part.size();
        }
        return std::nullopt;
    }
    /// Where a link of its folder in /proc leads: "cwd", "fd/3".
    std::string link(const std::string& name) const {
        std::string target(PATH_MAX, '\0');
        const auto path = "/proc/" + std::to_string(id) + "/" + name;
        const auto size = readlink(path.c_str(), target.data(), target.size());
        target.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
        return target;
    }
    std::string descriptor(std::uint64_t fd) const {
        const auto number = static_cast<int>(fd);
        return number == AT_FDCWD ? link("cwd") : link("fd/" + std::to_string(number));
    }
};

/// A path below /proc/self is another file for each process; this is its name for us. Empty if it is no file of a disk.
std::string outside_of_proc(std::string path, const Stopped& process) {
    constexpr std::array<std::pair<std::string_view, std::string_view>, 6> own{{{"/proc/self/", ""},
                                                                                {"/proc/thread-self/", ""},
                                                                                {"/dev/fd/", "fd/"},
                                                                                {"/dev/stdin", "fd/0"},
                                                                                {"/dev/stdout", "fd/1"},
                                                                                {"/dev/stderr", "fd/2"}}};
    for (const auto& [start, name] : own) {
        if (!path.starts_with(start)) continue;
        path.replace(0, start.size(), "/proc/" + std::to_string(process.id) + "/" + std::string(name));
    }
    if (!path.starts_with("/proc/")) return path;
    std::array<char, PATH_MAX> real;  // NOLINT: filled by realpath
    if (realpath(path.c_str(), real.data()) == nullptr) return "";
    path = real.data();
    return path.starts_with("/proc/") ? "" : path;
}

class Supervisor {
  public:
    Supervisor(int listener, bool may_gain, const std::function<void(const Look&)>& look)
        : listener_(listener), may_gain_(may_gain), look_(look) {}

    /// Answers the next call. Returns false if all that was watched has ended.
    bool serve(int timeout_ms) {
        pollfd polled{listener_, POLLIN, 0};
        const int ready = poll(&polled, 1, timeout_ms);
        if (ready <= 0) return true;
        if ((polled.revents & POLLIN) == 0) return false;
        seccomp_notif stop{};
        if (ioctl(listener_, SECCOMP_IOCTL_NOTIF_RECV, &stop) != 0) return true;
        refuses_ = false;
        looks_.clear();
        see(stop);
        // If the process has gone meanwhile, what was read may be another's.
        if (ioctl(listener_, SECCOMP_IOCTL_NOTIF_ID_VALID, &stop.id) != 0) return true;
        for (const auto& one : looks_) look_(one);
        seccomp_notif_resp answer{.id = stop.id, .val = 0, .error = 0, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
        if (refuses_) answer = {.id = stop.id, .val = 0, .error = -EPERM, .flags = 0};
        ioctl(listener_, SECCOMP_IOCTL_NOTIF_SEND, &answer);
        return true;
    }

    void miss(const std::string& why) {
        if (end_.gap.empty()) end_.gap = why;
    }
    WatchEnd end() && { return std::move(end_); }

  private:
    void see(const seccomp_notif& stop) {
        if (stop.data.arch != own_architecture || (stop.data.nr & 0x40000000) != 0 || stop.pid == 0) {
            return miss("a program for another machine was run");
        }
        const Stopped process{static_cast<pid_t>(stop.pid)};
        for (const auto& call : calls) {
            if (call.number == stop.data.nr) see(call, stop.data.args, process);
        }
    }

    void see(const Call& call, const __u64* arguments, const Stopped& process) {
        switch (call.deed) {
        case Deed::list: return add(process.descriptor(arguments[call.folder]), Look::How::entries);
        case Deed::leave: return miss("a program asked the system for more than files by their paths");
        case Deed::socket: return see_socket(static_cast<int>(arguments[call.path]));
        case Deed::connect: return see_connection(process.memory(arguments[call.path], sizeof(sockaddr_un)));
        default: break;
        }
        const auto path = path_of(call, arguments, process);
        if (!path) return miss("a path that a program asked for could not be read");
        if (path->empty()) return;
        switch (call.deed) {
        case Deed::open: return see_open(*path, arguments[call.path + 1]);
        case Deed::open_how: {
            open_how how{};
            const auto bytes = process.memory(arguments[call.path + 1], sizeof(how.flags));
            std::memcpy(&how.flags, bytes.data(), std::min(bytes.size(), sizeof(how.flags)));
            if (how.resolve != 0 || bytes.size() != sizeof(how.flags)) miss("a path was asked for in an unusual way");
            return see_open(*path, how.flags);
        }
        case Deed::look_at: {
            const bool is_link = (arguments[call.flags] & AT_SYMLINK_NOFOLLOW) != 0;
            return add(*path, is_link ? Look::How::link : Look::How::state);
        }
        case Deed::link: return add(*path, Look::How::link);
        case Deed::execute: return see_program(*path, 0);
        case Deed::change: return add(*path, Look::How::change);
        default: return add(*path, Look::How::state);
        }
    }

    /// Empty if there is nothing to see: the call is about a descriptor whose path was seen when it was opened.
    static std::optional<std::string> path_of(const Call& call, const __u64* arguments, const Stopped& process) {
        std::optional<std::string> named(std::in_place);
        if (arguments[call.path] != 0) named = process.text(arguments[call.path]);
        if (!named) return named;
        if (named->starts_with('/')) return outside_of_proc(std::move(*named), process);
        const bool is_of_descriptor = call.deed == Deed::change || call.deed == Deed::execute;
        if (named->empty() && (call.folder == none || !is_of_descriptor)) return named;
        auto folder = call.folder == none ? process.link("cwd") : process.descriptor(arguments[call.folder]);
        if (!folder.starts_with('/')) return named->empty() ? named : std::nullopt;
        if (named->empty()) return folder;
        return (folder == "/" ? "" : std::move(folder)) + "/" + *named;
    }

    void add(std::string path, Look::How how) {
        if (!path.empty()) looks_.push_back({std::move(path), how});
    }

    void see_open(const std::string& path, std::uint64_t flags) {
        const bool writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC)) != 0;
        const bool is_new = (flags & O_TRUNC) != 0 || (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL);
        if (!is_new) add(path, (flags & O_NOFOLLOW) != 0 ? Look::How::link : Look::How::state);
        if (!is_new && (flags & O_NOFOLLOW) != 0) add(path, Look::How::state);
        if (writes) add(path, Look::How::change);
    }

    void see_socket(int family) {
        if (family != AF_UNIX) miss("a program opened a connection to a network");
    }

    /// Most programs look for servers of this machine that do not run, such as one that caches names of users.
    void see_connection(const std::string& address) {
        sockaddr_un found{};
        std::memcpy(&found, address.data(), std::min(address.size(), sizeof(found)));
        if (address.size() < sizeof(sa_family_t) || found.sun_family != AF_UNIX) {
            return miss("a program opened a connection to a network");
        }
        const std::string path(found.sun_path, strnlen(found.sun_path, sizeof(found.sun_path)));
        add(path, Look::How::state);
        if (path.empty() || access(path.c_str(), F_OK) == 0) miss("a program asked a server on this machine");
    }

    /// A program, and those that the kernel loads to run it.
    void see_program(const std::string& path, unsigned depth) {
        add(path, Look::How::state);
        struct stat state{};
        if (stat(path.c_str(), &state) != 0 || !S_ISREG(state.st_mode)) return;
        const bool gains =
            (state.st_mode & (S_ISUID | S_ISGID)) != 0 || getxattr(path.c_str(), "security.capability", nullptr, 0) > 0;
        if (gains && !may_gain_) {
            miss("a program needs privileges that what is watched cannot get");
            end_.is_disturbed = true;
            refuses_ = true;
        }
        const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
        std::string start(PATH_MAX, '\0');
        const auto size = read(file.fd, start.data(), start.size());
        start.resize(size < 0 ? 0 : static_cast<std::size_t>(size));
        if (start.empty()) return;
        const auto interpreter =
            start.starts_with("#!") ? interpreter_of_script(start) : interpreter_of_elf(file.fd, start);
        if (!interpreter) return miss("a program has a format that was not understood: " + path);
        if (!interpreter->empty() && depth < 4) see_program(*interpreter, depth + 1);
    }

    static std::string interpreter_of_script(const std::string& start) {
        const auto line = start.substr(2, start.find('\n') - 2);
        const auto begin = std::min(line.find_first_not_of(" \t"), line.size());
        return line.substr(begin, line.find_first_of(" \t\r", begin) - begin);
    }

    /// The path in the header PT_INTERP (ELF gABI, 5); empty: none.
    static std::optional<std::string> interpreter_of_elf(int file, const std::string& start) {
        Elf64_Ehdr head;
        if (start.size() < sizeof(head)) return std::nullopt;
        std::memcpy(&head, start.data(), sizeof(head));
        const bool is_read =
            start.starts_with(ELFMAG) && head.e_ident[EI_CLASS] == ELFCLASS64 && head.e_phentsize == sizeof(Elf64_Phdr);
        if (!is_read) return std::nullopt;
        for (unsigned at = 0; at < head.e_phnum; ++at) {
            Elf64_Phdr part;
            const auto offset = static_cast<off_t>(head.e_phoff + at * sizeof(part));
            if (pread(file, &part, sizeof(part), offset) != static_cast<ssize_t>(sizeof(part))) return std::nullopt;
            if (part.p_type != PT_INTERP || part.p_filesz > PATH_MAX) continue;
            std::string path(part.p_filesz, '\0');
            if (pread(file, path.data(), path.size(), static_cast<off_t>(part.p_offset)) < 0) return std::nullopt;
            return std::string(path.c_str());
        }
        return "";
    }

    int listener_;
    bool may_gain_;  // programs may get privileges
    const std::function<void(const Look&)>& look_;
    WatchEnd end_{};
    std::vector<Look> looks_{};  // of the call that is seen
    bool refuses_ = false;       // the call fails
};

/// Lets the calls of processes go on that outlive the watch, such as a server that a compiler started. If nothing did,
/// each of them would fail. Only functions that are safe after fork() in a program with threads are called.
void serve_for_good(int listener) {
    if (fork() != 0) return;
    setsid();
    const int kept = dup2(listener, 0);
    close_range(1, ~0U, 0);
    pollfd polled{kept, POLLIN, 0};
    for (;;) {
        if (poll(&polled, 1, -1) < 0 && errno != EINTR) _exit(1);
        if ((polled.revents & POLLIN) == 0) _exit(0);
        seccomp_notif stop{};
        if (ioctl(kept, SECCOMP_IOCTL_NOTIF_RECV, &stop) != 0) continue;
        seccomp_notif_resp answer{.id = stop.id, .val = 0, .error = 0, .flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE};
        ioctl(kept, SECCOMP_IOCTL_NOTIF_SEND, &answer);
    }
}

}  // namespace

WatchEnd watch(const std::function<void()>& work, const std::function<void(const Look&)>& look) {
    struct Start {
        int listener = -1;
        int error = 0;
        bool may_gain = true;
    };
    std::promise<Start> started;
    std::promise<void> ended;
    std::thread thread([&] {
        auto listener = own_architecture == 0 ? Descriptor() : stop_at_calls();
        const int error = errno;
        const bool may_gain = prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 0;
        started.set_value({std::exchange(listener.fd, -1), error, may_gain});
        try {
            work();
            ended.set_value();
        } catch (...) {
            ended.set_exception(std::current_exception());
        }
    });
    const auto start = started.get_future().get();
    const Descriptor listener(start.listener);
    // The stopped program waits for us, so we run on its processor. Since Linux 6.6, so that headers lack the names
    // SECCOMP_IOCTL_NOTIF_SET_FLAGS and SECCOMP_USER_NOTIF_FD_SYNC_WAKE_UP; older systems refuse it.
    ioctl(listener.fd, SECCOMP_IOW(4, __u64), 1);
    auto end_of_work = ended.get_future();
    Supervisor supervisor(listener.fd, start.may_gain, look);
    if (!listener) {
        supervisor.miss("this system cannot be watched: " + std::generic_category().message(start.error));
        thread.join();
    } else {
        using Clock = std::chrono::steady_clock;
        constexpr int tick_ms = 20;
        constexpr std::chrono::milliseconds patience{200};  // with processes that are about to end
        auto last = Clock::time_point::max();
        bool is_left = true;
        while ((is_left = supervisor.serve(tick_ms)) && Clock::now() < last) {
            const bool has_ended = end_of_work.wait_for(std::chrono::seconds(0)) == std::future_status::ready;
            if (has_ended) last = std::min(last, Clock::now() + patience);
        }
        thread.join();
        if (is_left) {
            supervisor.miss("a program that was started still runs");
            serve_for_good(listener.fd);
        }
    }
    end_of_work.get();
    return std::move(supervisor).end();
}

}  // namespace abi
