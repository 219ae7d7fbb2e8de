#include "replay/machine.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <ranges>
#include <system_error>
#include <thread>

#include "os/descriptor.h"
#include "os/file.h"
#include "os/temporary_folder.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view standard_program = "qemu-system-riscv64";

/// A file system in memory: writing there needs no disk.
constexpr const char* memory_folder = "/dev/shm";

using Clock = std::chrono::steady_clock;

std::vector<std::string> standard_command(bool reboots) {
    const std::string command = fmt::format(
        "{0} -object memory-backend-file,id=ram,size={1}M,mem-path={{ram}},share=on -machine virt,memory-backend=ram "
        "-m {1}M -smp 1 -display none -monitor none -serial stdio -bios default -kernel {{kernel}} -initrd {{initrd}} "
        "-append {{append}}{2}",
        standard_program, MachineMap().ram_bytes >> 20U, reboots ? "" : " -no-reboot");
    std::vector<std::string> words;
    for (const auto word : std::views::split(command, ' ')) words.emplace_back(word.begin(), word.end());
    return words;
}

bool has_word_with(const std::vector<std::string>& words, std::string_view text) {
    return std::ranges::any_of(words, [&](const std::string& word) { return word.find(text) != std::string::npos; });
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
}

/// Checks a file that the machine needs. Returns a problem if it cannot be read.
std::optional<Problem> check_readable(const std::string& path, std::string_view what, bool required) {
    if (path.empty() && !required) return std::nullopt;
    const std::string expected = fmt::format("{} that can be read", what);
    if (path.empty()) return Problem{{}, "", expected, "none named"};
    std::error_code code;
    if (fs::is_directory(path, code)) code = std::make_error_code(std::errc::is_a_directory);
    if (!code && access(path.c_str(), R_OK) != 0) code = {errno, std::generic_category()};
    if (!code && fs::file_size(path, code) == 0 && !code) return Problem{{.file = path}, "", expected, "an empty file"};
    if (!code) return std::nullopt;
    return Problem{{.file = path}, "", expected, code.message()};
}

/// The first line of `text` that begins with `prefix`, without the end of the line.
std::string_view line_with(std::string_view text, std::string_view prefix) {
    for (const auto part : std::views::split(text, '\n')) {
        std::string_view line(part.begin(), part.end());
        while (line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with(prefix) && !line.empty()) return line;
    }
    return {};
}

std::string describe_status(const MachineRun& run, const Layout& spec) {
    const ChildRequest& request = run.request;
    const ChildResult& result = run.result;
    const std::string last = last_line(result.output);
    const std::string ending = last.empty() ? "; it printed nothing" : "; its last line was " + quote(last);
    const Enum* exits = find_enum(spec, "KernelExit");
    const Integer status{static_cast<std::uint64_t>(result.status)};
    if (exits != nullptr) {
        const auto named = std::ranges::find(exits->enumerators, status, &Enumerator::value);
        if (named != exits->enumerators.end() && named->name == "EXIT_INITRD") {
            const auto reason = line_with(result.output, "[Boot] initrd:");
            return "the kernel refused the initrd: " + (reason.empty() ? "it gave no reason" + ending : quote(reason));
        }
        if (named != exits->enumerators.end()) {
            return fmt::format("the kernel ended the machine with status {} ({}: {}){}", result.status, named->name,
                               named->doc, ending);
        }
    }
    const auto complaint = line_with(result.errors, "");
    return fmt::format("the machine {} ended with status {}{}{}", request.command[0], result.status, ending,
                       complaint.empty() ? "" : "; its error output begins with " + quote(complaint));
}

/// The most memory that the guest itself writes to: kernel, initrd, page tables, a few programs.
constexpr std::uint64_t guest_bytes = 64U << 20U;

bool has_room(const char* folder, std::uint64_t bytes) {
    struct statvfs found{};
    return statvfs(folder, &found) == 0 && access(folder, W_OK) == 0 &&
           found.f_bavail > bytes / std::max<std::uint64_t>(found.f_frsize, 1);
}

Problem file_problem(const std::string& path, std::string_view expected) {
    return {{.file = path}, "", std::string(expected), std::generic_category().message(errno)};
}

/// Makes the machine's RAM, all zero except for the blob. The file is sparse: only pages that are written need room.
Result<Descriptor> make_ram(const std::string& path, const Bytes& blob, const MachineMap& map) {
    Descriptor file(open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR));
    if (!file || ftruncate(file.fd, static_cast<off_t>(map.ram_bytes)) != 0) {
        return file_problem(path, "a file for the machine's memory");
    }
    for (std::size_t done = 0; done < blob.size();) {
        const ssize_t wrote = pwrite(file.fd, blob.data() + done, blob.size() - done,
                                     static_cast<off_t>(map.blob_address - map.ram_address + done));
        if (wrote <= 0 && errno != EINTR) return file_problem(path, "room for the machine's memory");
        done += static_cast<std::size_t>(std::max<ssize_t>(wrote, 0));
    }
    return file;
}

/// Reads up to `bytes` bytes.
Bytes read_at(const Descriptor& file, std::uint64_t offset, std::size_t bytes) {
    Bytes read(bytes);
    std::size_t done = 0;
    while (done < read.size()) {
        const ssize_t got = pread(file.fd, read.data() + done, read.size() - done, static_cast<off_t>(offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        done += static_cast<std::size_t>(got);
    }
    read.resize(done);
    return read;
}

/// Watches the results' head while the machine runs, to measure when the kernel begins: it writes there first when it
/// has checked the blob.
struct Watch {
    std::vector<StepTime>& steps;
    std::jthread thread;

    Watch(int ram, std::uint64_t offset, std::size_t head_bytes, std::vector<StepTime>& to) : steps(to) {
        if (ram < 0 || head_bytes == 0) return;
        thread = std::jthread([this, ram, offset, head_bytes, begin = Clock::now()](const std::stop_token& stop) {
            Bytes head(head_bytes);
            while (!stop.stop_requested()) {
                const auto got = pread(ram, head.data(), head.size(), static_cast<off_t>(offset));
                if (got > 0 && std::ranges::any_of(head, [](std::uint8_t byte) { return byte != 0; })) {
                    steps.push_back({"  of this, until the blob is checked", Clock::now() - begin});
                    return;
                }
                std::this_thread::sleep_for(std::chrono::milliseconds(1));
            }
        });
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;
    ~Watch() = default;  // stops the thread and waits for it
};

}  // namespace

std::string quote(std::string_view text) {
    constexpr std::size_t longest = 120;
    std::string quoted = "\"";
    for (const char c : text.substr(0, longest)) {
        if (c >= ' ' && c <= '~') {
            quoted += c;
        } else {
            quoted += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        }
    }
    return quoted + (text.size() > longest ? "…\"" : "\"");
}

std::string last_line(std::string_view console) {
    const auto end = console.find_last_not_of(" \t\r\n");
    if (end == std::string_view::npos) return {};
    const auto before = console.find_last_of('\n', end);
    return std::string(console.substr(before + 1, end - before));
}

std::vector<std::string> machine_command(const ReplayRequest& request, const MachineFiles& files, bool reboots) {
    std::vector<std::string> words = request.machine.empty() ? standard_command(reboots) : request.machine;
    for (std::size_t i = 0; i < words.size(); ++i) {
        MachineFiles paths = files;
        if (i != 0 && (words[i - 1] == "-device" || words[i - 1] == "-object")) {
            replace_all(paths.blob, ",", ",,");
            replace_all(paths.ram, ",", ",,");
        }
        // Placeholders are searched only in the original word, so a path that contains "{blob}" stays as it is.
        const std::array<std::pair<std::string_view, std::string>, 5> known{
            {{"{kernel}", request.kernel},
             {"{initrd}", request.initrd},
             {"{blob}", paths.blob},
             {"{ram}", paths.ram},
             {"{append}", boot_arguments(request.map)}}};
        std::string made;
        for (std::string_view rest = words[i]; !rest.empty();) {
            const auto found =
                std::ranges::find_if(known, [&](const auto& row) { return rest.starts_with(row.first); });
            made += found == known.end() ? std::string(rest.substr(0, 1)) : found->second;
            rest.remove_prefix(found == known.end() ? 1 : found->first.size());
        }
        words[i] = std::move(made);
    }
    return words;
}

bool shares_memory(const ReplayRequest& request) {
    return request.machine.empty() || has_word_with(request.machine, "{ram}");
}

ResultsPlace results_place(const ReplayRequest& request) {
    if (!shares_memory(request) || request.map.results_bytes == 0) return {};
    return {request.map.results_address, request.map.results_bytes};
}

std::string boot_arguments(const MachineMap& map) {
    std::string arguments = map.boot_arguments;
    replace_all(arguments, "{blob_address}", fmt::format("{:#x}", map.blob_address));
    replace_all(arguments, "{results_address}", fmt::format("{:#x}", map.results_address));
    return arguments;
}

std::optional<std::vector<std::string>> split_command(std::string_view command) {
    constexpr std::string_view blanks = " \t\r\n";
    std::vector<std::string> words;
    bool in_word = false;
    char quote = 0;
    for (std::size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        if (quote == 0 && blanks.find(c) != std::string_view::npos) {
            in_word = false;
            continue;
        }
        if (!in_word) words.emplace_back();
        in_word = true;
        if (c == quote) {
            quote = 0;
        } else if (quote == 0 && (c == '\'' || c == '"')) {
            quote = c;
        } else if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
            words.back() += command[++i];
        } else {
            words.back() += c;
        }
    }
    if (quote != 0) return std::nullopt;
    return words;
}

Result<MachineRun> run_machine(const ReplayRequest& request, const Bytes& blob, const ResultsWanted& results,
                               bool reboots) {
    const bool standard = request.machine.empty();
    if (auto problem = check_readable(request.kernel, "a kernel", standard)) return std::move(*problem);
    if (auto problem = check_readable(request.initrd, "an initrd", standard)) return std::move(*problem);

    const auto begin = Clock::now();
    const bool shared = shares_memory(request);
    const std::uint64_t results_offset = request.map.results_address - request.map.ram_address;
    const std::uint64_t needed = blob.size() + results.head_bytes + results.records_bytes + guest_bytes;
    const TemporaryFolder folder("replay", shared && has_room(memory_folder, needed) ? memory_folder : "");
    if (folder.path.empty()) {
        return Problem{{}, "", "a temporary folder for the blob", folder.error};
    }
    const MachineFiles files{folder.path + "/replay.blob", folder.path + "/ram"};
    Descriptor ram;
    if (shared) {
        auto made = make_ram(files.ram, blob, request.map);
        if (!made) return made.problems;
        ram = std::move(*made.value);
    }
    if (has_word_with(request.machine, "{blob}")) {
        if (auto problem = write_file(files.blob, {blob.begin(), blob.end()})) return std::move(*problem);
    }

    MachineRun run;
    run.request.command = machine_command(request, files, reboots);
    run.request.time_limit = request.time_limit;
    const auto started = Clock::now();
    {
        const Watch watch(ram.fd, results_offset, results.head_bytes, run.steps);
        run.result = run_child(run.request);
    }
    if (run.result.end == ChildResult::End::not_started) {
        const std::string& program = run.request.command[0];
        if (run.result.status == ENOENT && program == standard_program) {
            return Problem{{}, "", "", program + " not found; install qemu-system-misc (ci/setup does)"};
        }
        return Problem{{}, "", "", program + " " + describe_end(run.result, run.request)};
    }
    const auto ended = Clock::now();
    if (shared) {
        run.memory.head = read_at(ram, results_offset, results.head_bytes);
        run.memory.records = read_at(ram, results_offset + results.head_bytes, results.records_bytes);
    }
    run.steps.insert(run.steps.begin(), {"blob into the machine's memory", started - begin});
    run.steps.push_back({"machine, from start to end", ended - started});
    run.steps.push_back({"results from its memory", Clock::now() - ended});
    return run;
}

std::optional<std::string> describe_bad_end(const MachineRun& run, const Layout& spec) {
    const std::string last = last_line(run.result.output);
    switch (run.result.end) {
    case ChildResult::End::exited: break;
    case ChildResult::End::timed_out: {
        const auto limit = run.request.time_limit.count();
        return fmt::format("no answer within {}; {}",
                           limit % 1000 == 0 ? fmt::format("{} s", limit / 1000) : fmt::format("{} ms", limit),
                           last.empty() ? "nothing was printed" : "the last line was " + quote(last));
    }
    case ChildResult::End::signalled:
    case ChildResult::End::not_started:
        return fmt::format("the machine {} was {}", run.request.command[0], describe_end(run.result, run.request));
    }
    if (run.result.status == 0) return std::nullopt;
    return describe_status(run, spec);
}

}  // namespace abi
