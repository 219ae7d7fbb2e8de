#include "replay/machine.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include "os/file.h"
#include "os/temporary_folder.h"

namespace abi {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view standard_program = "qemu-system-riscv64";

std::vector<std::string> standard_command() {
    return {std::string(standard_program),
            "-machine",
            "virt",
            "-m",
            "256M",
            "-smp",
            "1",
            "-display",
            "none",
            "-monitor",
            "none",
            "-serial",
            "stdio",
            "-no-reboot",
            "-bios",
            "default",
            "-kernel",
            "{kernel}",
            "-initrd",
            "{initrd}",
            "-append",
            "{append}",
            "-device",
            fmt::format("loader,file={{blob}},addr={},force-raw=on", blob_address)};
}

void replace_all(std::string& text, std::string_view what, std::string_view by) {
    for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
        text.replace(at, what.size(), by);
    }
}

/// A file that the machine needs: nothing, or why it would not find it.
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

/// The first line of `text` that begins with `prefix`, ends of lines left out.
std::string_view line_with(std::string_view text, std::string_view prefix) {
    while (!text.empty()) {
        const auto end = std::min(text.find('\n'), text.size());
        auto line = text.substr(0, end);
        while (line.ends_with('\r')) line.remove_suffix(1);
        if (line.starts_with(prefix) && !line.empty()) return line;
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return {};
}

std::string describe_status(const MachineRun& run, const Layout& spec) {
    const auto& [request, result] = run;
    const std::string last = last_line(result.output);
    const std::string ending = last.empty() ? "; it printed nothing" : "; its last line was " + quote(last);
    const Enum* exits = find_enum(spec, "KernelExit");
    const Integer status{static_cast<std::uint64_t>(result.status)};
    if (exits != nullptr) {
        const auto named = std::ranges::find(exits->enumerators, status, &Enumerator::value);
        if (named != exits->enumerators.end() && named->name == "EXIT_INITRD") {
            const auto reason = line_with(result.output, "[Boot] initrd:");
            return "the kernel refused the initrd: " + (reason.empty() ? "it did not say why" + ending : quote(reason));
        }
        if (named != exits->enumerators.end()) {
            return fmt::format("the kernel left with status {} ({}: {}){}", result.status, named->name, named->doc,
                               ending);
        }
    }
    const auto complaint = line_with(result.errors, "");
    return fmt::format("the machine {} ended with status {}{}{}", request.command[0], result.status, ending,
                       complaint.empty() ? "" : "; it complained " + quote(complaint));
}

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

std::vector<std::string> machine_command(const ReplayRequest& request, const std::string& blob_path) {
    std::vector<std::string> words = request.machine.empty() ? standard_command() : request.machine;
    for (std::size_t i = 0; i < words.size(); ++i) {
        std::string blob = blob_path;
        if (i != 0 && words[i - 1] == "-device") replace_all(blob, ",", ",,");
        // Found in the word as it was given, so that a path which looks like a placeholder stays a path.
        const std::array<std::pair<std::string_view, std::string>, 4> known{
            {{"{kernel}", request.kernel},
             {"{initrd}", request.initrd},
             {"{blob}", blob},
             {"{append}", fmt::format("replay={}", blob_address)}}};
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

Result<MachineRun> run_machine(const ReplayRequest& request, const Bytes& blob) {
    const bool standard = request.machine.empty();
    if (auto problem = check_readable(request.kernel, "a kernel", standard)) return std::move(*problem);
    if (auto problem = check_readable(request.initrd, "an initrd", standard)) return std::move(*problem);

    const TemporaryFolder folder("replay");
    if (folder.path.empty()) {
        return Problem{{}, "", "a temporary folder for the blob", folder.error};
    }
    const std::string blob_path = folder.path + "/replay.blob";
    if (auto problem = write_file(blob_path, {blob.begin(), blob.end()})) return std::move(*problem);

    MachineRun run;
    run.request.command = machine_command(request, blob_path);
    run.request.time_limit = request.time_limit;
    run.result = run_child(run.request);
    if (run.result.end != ChildResult::End::not_started) return run;
    const std::string& program = run.request.command[0];
    if (run.result.status == ENOENT && program == standard_program) {
        return Problem{{}, "", "", program + " not found; install qemu-system-misc (ci/setup does)"};
    }
    return Problem{{}, "", "", program + " " + describe_end(run.result, run.request)};
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
