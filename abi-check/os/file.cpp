#include "os/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>
#include <system_error>

#include "os/descriptor.h"

namespace abi {
namespace {

Problem problem_of(const std::string& path, std::string expected, int error) {
    return file_problem(path, std::move(expected), std::generic_category().message(error));
}

/// Returns 0 or an errno.
int write_all(int fd, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return errno;
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return 0;
}

/// `path`, or the file that it links to: a rename onto `path` would replace the link.
std::string without_links(const std::string& path) {
    const std::unique_ptr<char, decltype(&std::free)> real(realpath(path.c_str(), nullptr), &std::free);
    return real ? std::string(real.get()) : path;
}

struct Temporary {
    std::string path;
    Descriptor descriptor;
    int error = 0;
};

/// Uses open(2), which gives the mode that the umask allows; mkstemp(3) would give 0600.
Temporary open_beside(const std::string& path) {
    static std::atomic<unsigned> counter{0};
    Temporary made;
    for (int attempt = 0; attempt < 100; ++attempt) {
        made.path = path + ".tmp" + std::to_string(getpid()) + "-" + std::to_string(counter.fetch_add(1));
        made.descriptor = Descriptor(open(made.path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
        made.error = made.descriptor ? 0 : errno;
        if (made.error != EEXIST) break;
    }
    return made;
}

}  // namespace

Result<std::string> read_start(const std::string& path, std::size_t limit) {
    const std::string expected = "a file that can be read";
    const Descriptor file(open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file) return problem_of(path, expected, errno);
    struct stat about{};
    if (fstat(file.fd, &about) == 0 && S_ISDIR(about.st_mode)) return problem_of(path, expected, EISDIR);

    std::string content;
    std::array<char, 65536> buffer;  // NOLINT: filled by read
    while (content.size() < limit) {
        const ssize_t got = read(file.fd, buffer.data(), std::min(buffer.size(), limit - content.size()));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return problem_of(path, expected, errno);
        if (got == 0) break;
        content.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return content;
}

Result<std::string> read_file(const std::string& path, std::size_t limit) {
    auto content = read_start(path, limit + 1);
    if (content && content->size() > limit) {
        return file_problem(path, "at most " + std::to_string(limit) + " bytes", "more");
    }
    return content;
}

Result<std::string> read_file(const std::string& path, std::size_t limit, const std::string& shown) {
    auto content = read_file(path, limit);
    for (auto& problem : content.problems) problem.place.file = shown;
    return content;
}

struct FileWriter::State {
    std::string path;    // as it was given
    std::string target;  // without links
    bool exists = false;
    bool is_device = false;  // /dev/stdout, /dev/null: a rename would replace the device
    struct stat about{};
    Temporary out;  // of a device: the device itself
    std::string waiting;

    int& error() { return out.error; }
    void flush() {
        if (error() == 0) error() = write_all(out.descriptor.fd, waiting);
        waiting.clear();
    }
};

FileWriter::FileWriter(const std::string& path) : state_(std::make_unique<State>()) {
    State& state = *state_;
    state.path = path;
    state.target = without_links(path);
    state.exists = stat(state.target.c_str(), &state.about) == 0;
    state.is_device = state.exists && !S_ISREG(state.about.st_mode);
    if (state.exists && S_ISDIR(state.about.st_mode)) {
        state.error() = EISDIR;
    } else if (state.is_device) {
        state.out.descriptor = Descriptor(open(state.target.c_str(), O_WRONLY | O_CLOEXEC));
        state.error() = state.out.descriptor ? 0 : errno;
    } else {
        state.out = open_beside(state.target);
    }
}

FileWriter::~FileWriter() {
    if (state_->out.descriptor && !state_->is_device) unlink(state_->out.path.c_str());
}

void FileWriter::write(std::string_view part) {
    state_->waiting += part;
    if (state_->waiting.size() >= 1U << 20U) state_->flush();
}

std::optional<Problem> FileWriter::commit() {
    State& state = *state_;
    const std::string expected = "a file that can be written";
    state.flush();
    if (state.is_device || !state.out.descriptor) {
        if (state.error() != 0) return problem_of(state.path, expected, state.error());
        return std::nullopt;
    }
    int error = state.error();
    if (error == 0 && state.exists && fchmod(state.out.descriptor.fd, state.about.st_mode & 07777U) != 0) error = errno;
    if (close(std::exchange(state.out.descriptor.fd, -1)) != 0 && error == 0)
        error = errno;  // NFS reports a failed write here
    if (error == 0 && std::rename(state.out.path.c_str(), state.target.c_str()) != 0) error = errno;
    if (error == 0) return std::nullopt;
    unlink(state.out.path.c_str());
    return problem_of(state.path, expected, error);
}

std::optional<Problem> write_file(const std::string& path, const std::string& content) {
    FileWriter file(path);
    file.write(content);
    return file.commit();
}

}  // namespace abi
