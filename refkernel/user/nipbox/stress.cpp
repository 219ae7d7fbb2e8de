// stress: the same thing so often that a page lost each time would be missed.
//
// `stress exec N` becomes itself N times, handing on how often and how many pages were free; `stress spawn N` starts and
// awaits a child N times. Both end with one line, or complain at the first difference.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "user/nipbox/nipbox.h"

namespace nipbox {
namespace {

std::optional<std::uint64_t> free_pages(Shell& shell) {
    membrane::SystemStat stat;
    if (!succeeded(shell, "stress", membrane::system_stat(shell.ion, stat))) {
        return std::nullopt;
    }
    return stat.pages_free;
}

void tell(Shell& shell, std::uint64_t times, std::string_view what, std::uint64_t pages) {
    say(shell, std::string_view("stress: "), times, what, pages, std::string_view(" pages free before and after"));
}

void lost(Shell& shell, std::uint64_t before, std::uint64_t after) {
    say(shell, std::string_view("stress: pages lost: "), before, std::string_view(" were free, now "), after);
    shell.leaves = true;
    shell.status = 1;
}

/// The arguments of the next self: "stress exec LEFT TIMES PAGES".
struct Arguments {
    std::array<char, 96> letters;
    std::size_t length = 0;

    void add(std::string_view text) {
        std::ranges::copy(text, letters.begin() + static_cast<std::ptrdiff_t>(length));
        length += text.size();
    }
    void add(std::uint64_t number) {
        add(" ");
        add(core::decimal(number).view());
    }
};

void stress_exec(Shell& shell, std::string_view rest) {
    const std::optional<std::uint64_t> left = parse_number(next_word(rest));
    const std::optional<std::uint64_t> times = parse_number(next_word(rest));
    const std::optional<std::uint64_t> before = parse_number(rest);
    const std::optional<std::uint64_t> now = free_pages(shell);
    if (!left || !now) {
        complain(shell, "stress exec", "expected a number");
        return;
    }
    if (before && *before != *now) {
        lost(shell, *before, *now);
        return;
    }
    if (*left == 0) {
        tell(shell, times.value_or(0), " execs, ", *now);
        return;
    }
    Arguments next;
    next.add("stress exec");
    next.add(*left - 1);
    next.add(times.value_or(*left));
    next.add(*now);
    const membrane::Verdict verdict = membrane::exec(shell.ion, "bin/nipbox", {next.letters.data(), next.length});
    complain(shell, "stress exec", membrane::describe(verdict));
}

void stress_spawn(Shell& shell, std::string_view rest) {
    const std::optional<std::uint64_t> times = parse_number(rest);
    const std::optional<std::uint64_t> before = free_pages(shell);
    if (!times || !before) {
        complain(shell, "stress spawn", "expected a number");
        return;
    }
    for (std::uint64_t i = 0; i < *times; ++i) {
        const membrane::Reply child = membrane::spawn(shell.ion, "bin/nipbox", "exit 7");
        if (!succeeded(shell, "stress spawn", child.verdict)) {
            return;
        }
        const auto number = static_cast<std::uint32_t>(child.result);
        const membrane::Ended ended = membrane::wait_for_child(shell.ion, number);
        if (ended.verdict != membrane::VERDICT_OK || ended.number != number || ended.status != 7) {
            complain(shell, "stress spawn", "a child did not end with its status");
            return;
        }
    }
    if (const auto after = free_pages(shell); after && *after != *before) {
        lost(shell, *before, *after);
        return;
    }
    tell(shell, *times, " children, ", *before);
}

void stress_null(Shell& shell, std::string_view rest) {
    const std::optional<std::uint64_t> times = parse_number(rest);
    for (std::uint64_t i = 0; i < times.value_or(0); ++i) {
        if (!succeeded(shell, "stress null", membrane::call(shell.ion, membrane::CMD_NULL, i).verdict)) {
            return;
        }
    }
}

}  // namespace

void stress(Shell& shell, std::string_view rest) {
    const std::string_view what = next_word(rest);
    if (what == "exec") {
        stress_exec(shell, rest);
    } else if (what == "spawn") {
        stress_spawn(shell, rest);
    } else if (what == "null") {
        stress_null(shell, rest);
    } else {
        complain(shell, what, "expected exec, spawn or null, and a number");
    }
}

}  // namespace nipbox
