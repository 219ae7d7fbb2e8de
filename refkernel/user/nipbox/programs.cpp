// exec, run, wait, kill, sleep, limit, ps, free.
#include <array>

#include "user/nipbox/nipbox.h"

namespace nipbox {
namespace {

std::string_view name_of(membrane::ProcessState state) {
    switch (state) {
    case membrane::PROCESS_FREE:
    case membrane::PROCESS_LOADING: return "?";
    case membrane::PROCESS_READY: return "ready";
    case membrane::PROCESS_RUNNING: return "running";
    case membrane::PROCESS_BLOCKED: return "waits";
    case membrane::PROCESS_ENDED: return "ended";
    }
    return "?";
}

void wait_for(Shell& shell, std::uint32_t number) {
    const membrane::Ended ended = membrane::wait_for_child(shell.ion, number);
    if (!succeeded(shell, "wait", ended.verdict)) {
        return;
    }
    if ((ended.status & membrane::STATUS_KILLED) != 0) {
        print_line(shell, std::string_view("process "), ended.number, std::string_view(": ended by the kernel"));
    } else if (ended.status != 0) {
        print_line(shell, std::string_view("process "), ended.number, std::string_view(": status "), ended.status);
    }
}

}  // namespace

void exec(Shell& shell, std::string_view rest) {
    const std::string_view path = next_word(rest);
    complain(shell, path, membrane::describe(membrane::exec(shell.ion, path, rest)));  // exec returns only on failure
}

void run(Shell& shell, std::string_view rest) {
    const bool beside = rest.ends_with('&');
    if (beside) {
        rest.remove_suffix(1);
    }
    const std::string_view path = next_word(rest);
    const membrane::Reply child =
        membrane::spawn(shell.ion, path, rest, beside ? membrane::LAUNCH_BACKGROUND : 0, &shell.limits);
    if (!succeeded(shell, path, child.verdict)) {
        return;
    }
    if (beside) {
        print_line(shell, std::string_view("process "), child.result);
    } else {
        wait_for(shell, static_cast<std::uint32_t>(child.result));
    }
}

void wait(Shell& shell, std::string_view rest) {
    const std::optional<std::uint64_t> number = rest.empty() ? membrane::ANY_CHILD : parse_number(rest);
    if (number) {
        wait_for(shell, static_cast<std::uint32_t>(*number));
    } else {
        complain(shell, rest, "expected the number of a process");
    }
}

void kill(Shell& shell, std::string_view rest) {
    const std::optional<std::uint64_t> number = parse_number(rest);
    if (number) {
        (void)succeeded(shell, "kill", membrane::kill(shell.ion, static_cast<std::uint32_t>(*number)));
    } else {
        complain(shell, rest, "expected the number of a process");
    }
}

void sleep(Shell& shell, std::string_view rest) {
    constexpr std::uint64_t nanoseconds = 1'000'000;
    const std::optional<std::uint64_t> milliseconds = parse_number(rest);
    if (milliseconds) {
        (void)succeeded(shell, "sleep", membrane::sleep(shell.ion, *milliseconds * nanoseconds));
    } else {
        complain(shell, rest, "expected milliseconds");
    }
}

void limit(Shell& shell, std::string_view rest) {
    if (rest == "none") {
        shell.limits = {};
    } else if (!rest.empty()) {
        std::array<std::uint64_t, 4> numbers{};
        for (std::uint64_t& number : numbers) {
            const std::optional<std::uint64_t> parsed = parse_number(next_word(rest));
            if (!parsed) {
                complain(shell, "limit", "expected none, or numbers of pages, files, processes and bytes; 0: no limit");
                return;
            }
            number = *parsed;
        }
        shell.limits = {.pages = static_cast<std::uint32_t>(numbers[0]),
                        .files = static_cast<std::uint32_t>(numbers[1]),
                        .processes = static_cast<std::uint32_t>(numbers[2]),
                        .output_bytes = numbers[3]};
    }
    print_line(shell, std::string_view("each program: "), shell.limits.pages, std::string_view(" pages, "),
               shell.limits.files, std::string_view(" files, "), shell.limits.processes,
               std::string_view(" processes, "), shell.limits.output_bytes,
               std::string_view(" bytes of output; 0: no limit"));
}

void processes(Shell& shell, std::string_view /*rest*/) {
    std::array<membrane::ProcessEntry, 64> entries;
    const membrane::Reply listed = membrane::processes(shell.ion, entries);
    if (!succeeded(shell, "ps", listed.verdict)) {
        return;
    }
    for (const membrane::ProcessEntry& entry : std::span(entries).first(listed.result)) {
        std::string_view name(reinterpret_cast<const char*>(entry.name), sizeof entry.name);
        name.remove_suffix(name.size() - std::min(name.find('\0'), name.size()));
        print_line(shell, entry.number, std::string_view("  "), name, std::string_view("  "), name_of(entry.state),
                   std::string_view(", hart "), entry.hart, std::string_view(", "), entry.packets,
                   std::string_view(" packets, "), entry.refused, std::string_view(" refused"));
    }
}

void free(Shell& shell, std::string_view /*rest*/) {
    membrane::SystemStat stat;
    if (succeeded(shell, "free", membrane::system_stat(shell.ion, stat))) {
        print_line(shell, stat.pages_free, std::string_view(" of "), stat.pages, std::string_view(" pages free, "),
                   stat.processes, std::string_view(" processes, "), stat.harts, std::string_view(" harts"));
    }
}

}  // namespace nipbox
