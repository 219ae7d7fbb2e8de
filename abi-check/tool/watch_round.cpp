#include "tool/watch_round.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <exception>
#include <system_error>

#include "cache/bytes.h"
#include "tool/paths_seen.h"

namespace abi {
namespace {

/// A file in memory. Unlike a pipe, it is never full, so the child waits for no reader.
Descriptor memory_file(const char* name) {
    Descriptor file(memfd_create(name, MFD_CLOEXEC));
    if (!file) throw std::system_error(errno, std::generic_category(), "memfd_create");
    return file;
}

std::string text_of(const Descriptor& file) {
    std::string text;
    std::array<char, 65536> buffer;  // NOLINT: filled by pread
    ssize_t size = 0;
    while (file && (size = pread(file.fd, buffer.data(), buffer.size(), static_cast<off_t>(text.size()))) > 0) {
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
    return text;
}

std::string bytes_of(const GateEnd& end, const std::map<std::string, bool>& paths) {
    std::string bytes;
    put_number(bytes, static_cast<std::uint64_t>(end.status));
    put_number(bytes, end.was_compared ? 1 : 0);
    for (const auto number : {end.counts.errors, end.counts.warnings, end.counts.notes}) put_number(bytes, number);
    put_number(bytes, paths.size());
    for (const auto& [path, is_listed] : paths) {
        put_text(bytes, path);
        put_number(bytes, is_listed ? 1 : 0);
    }
    return bytes;
}

void write_all(int file, std::string_view bytes) {
    while (!bytes.empty()) {
        const auto size = write(file, bytes.data(), bytes.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) return;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
}

GateEnd run(const Round::Work& work, PathsSeen& seen) {
    try {
        return work(seen);
    } catch (const std::exception& error) {
        return {.status = say_error(error.what())};
    }
}

}  // namespace

Round::Round(const Work& work, bool joins, const sigset_t& signals)
    : output_(memory_file("output")), result_(memory_file("result")) {
    if (!joins) errors_ = memory_file("errors");
    const pid_t parent = getpid();
    std::fflush(nullptr);
    child_ = fork();
    if (child_ < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child_ != 0) return;
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    if (getppid() != parent) _exit(static_cast<int>(Status::failed));
    const Descriptor nothing(open("/dev/null", O_RDONLY | O_CLOEXEC));
    dup2(nothing.fd, STDIN_FILENO);
    dup2(output_.fd, STDOUT_FILENO);
    dup2(joins ? output_.fd : errors_.fd, STDERR_FILENO);
    sigprocmask(SIG_UNBLOCK, &signals, nullptr);
    PathsSeen seen;
    const auto end = run(work, seen);
    std::fflush(nullptr);
    write_all(result_.fd, bytes_of(end, seen.paths()));
    _exit(0);
}

Round::~Round() {
    if (has_ended()) return;
    kill(child_, SIGTERM);
    while (waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

bool Round::has_ended() {
    if (is_running_) is_running_ = waitpid(child_, &status_, WNOHANG) == 0;
    return !is_running_;
}

RoundEnd Round::end() const {
    RoundEnd end{.output = text_of(output_), .errors = text_of(errors_)};
    if (WIFSIGNALED(status_)) {
        const auto why = std::string("abi-check: error: the check was ended by signal ") +
                         std::to_string(WTERMSIG(status_)) + " (" + strsignal(WTERMSIG(status_)) + ")\n";
        (errors_ ? end.errors : end.output) += why;
    }
    end.gate.status = Status::failed;
    const auto bytes = text_of(result_);
    ByteSource from{.rest = bytes};
    const auto status = from.number();
    const bool was_compared = from.number() != 0;
    Totals counts;
    for (auto* const number : {&counts.errors, &counts.warnings, &counts.notes}) {
        *number = static_cast<std::size_t>(from.number());
    }
    for (auto left = from.count(); left != 0 && from.good; --left) {
        std::string path(from.text());
        end.paths.emplace_hint(end.paths.end(), std::move(path), from.number() != 0);
    }
    if (from.good && !bytes.empty()) {
        end.gate = {.status = static_cast<Status>(status), .counts = counts, .was_compared = was_compared};
    }
    return end;
}

}  // namespace abi
