// stress: repeats an operation so often that a page lost each time would be noticed.
//
// `stress exec N` executes itself N times and passes on the counts in its arguments. `stress spawn N` starts a child
// and waits for it, N times. `stress null N` sends N CMD_NULL. `stress doorbell N` rings N times without a packet.
// `stress drain N` makes the kernel answer N full rings and takes the time from its answers. Each prints one line at
// the end, or complains at the first difference. If QEMU counts time in instructions (-icount shift=0), one nanosecond
// is one instruction.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "user/nipbox/nipbox.h"

namespace nipbox {
namespace {

/// The state at the start, for the comparison at the end.
struct Start {
    std::uint64_t pages = 0;  // free
    std::uint64_t nanoseconds = 0;
};

std::optional<Start> look(Shell& shell) {
    membrane::SystemStat stat;
    if (!succeeded(shell, "stress", membrane::system_stat(shell.ion, stat))) {
        return std::nullopt;
    }
    return Start{.pages = stat.pages_free, .nanoseconds = stat.nanoseconds};
}

void lost(Shell& shell, std::uint64_t before, std::uint64_t after) {
    print_line(shell, std::string_view("stress: pages lost: "), before, std::string_view(" were free, now "), after);
    shell.leaves = true;
    shell.status = 1;
}

/// Prints the last line: `what` was done `times` times since `start`. Complains if pages were lost.
void report(Shell& shell, const Start& start, std::uint64_t times, std::string_view what) {
    const std::optional<Start> now = look(shell);
    if (!now) {
        return;
    }
    if (now->pages != start.pages) {
        lost(shell, start.pages, now->pages);
        return;
    }
    print_line(shell, std::string_view("stress: "), times, what, std::string_view(", "), now->pages,
               std::string_view(" pages free before and after, "),
               (now->nanoseconds - start.nanoseconds) / std::max<std::uint64_t>(times, 1),
               std::string_view(" ns each"));
}

/// The arguments for the next exec: "stress exec LEFT TIMES PAGES NANOSECONDS".
struct Arguments {
    std::array<char, 128> letters;
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

void stress_exec(Shell& shell, std::uint64_t left, std::string_view rest) {
    const std::optional<Start> now = look(shell);
    const std::uint64_t times = parse_number(next_word(rest)).value_or(left);
    const std::optional<std::uint64_t> pages = parse_number(next_word(rest));
    const std::optional<std::uint64_t> nanoseconds = parse_number(rest);
    if (!now) {
        return;
    }
    const Start start = pages && nanoseconds ? Start{.pages = *pages, .nanoseconds = *nanoseconds} : *now;
    if (now->pages != start.pages) {
        lost(shell, start.pages, now->pages);
        return;
    }
    if (left == 0) {
        report(shell, start, times, " execs");
        return;
    }
    Arguments next;
    next.add("stress exec");
    for (const std::uint64_t number : {left - 1, times, start.pages, start.nanoseconds}) {
        next.add(number);
    }
    const membrane::Verdict verdict = membrane::exec(shell.ion, "bin/nipbox", {next.letters.data(), next.length});
    complain(shell, "stress exec", membrane::describe(verdict));
}

bool spawn_and_wait(Shell& shell) {
    const membrane::Reply child = membrane::spawn(shell.ion, "bin/nipbox", "exit 7");
    if (!succeeded(shell, "stress spawn", child.verdict)) {
        return false;
    }
    const auto number = static_cast<std::uint32_t>(child.result);
    const membrane::Ended ended = membrane::wait_for_child(shell.ion, number);
    const bool good = ended.verdict == membrane::VERDICT_OK && ended.number == number && ended.status == 7;
    if (!good) {
        complain(shell, "stress spawn", "a child ended with another status than expected");
    }
    return good;
}

bool ask_for_nothing(Shell& shell) {
    return membrane::call(shell.ion, membrane::CMD_NULL, 0).verdict == membrane::VERDICT_OK;
}

bool ring_for_nothing(Shell& /*shell*/) {
    membrane::ring_doorbell(0);
    return true;
}

/// Fills the submission ring: the first and the last packet ask for the time, the others are CMD_NULL. Returns the
/// nanoseconds between the two times, in which only the kernel ran; 0 if an answer was wrong.
std::uint64_t drain_once(Shell& shell) {
    membrane::Ion& ion = shell.ion;
    for (std::uint32_t i = 0; i < membrane::RING_CAPACITY; ++i) {
        const bool at_an_end = i == 0 || i == membrane::RING_CAPACITY - 1;
        const membrane::CmdKind kind = at_an_end ? membrane::CMD_SYS_TIME : membrane::CMD_NULL;
        if (!membrane::push(ion, membrane::seal(ion, kind, 0))) {
            return 0;
        }
    }
    std::uint64_t first = 0;
    std::uint64_t last = 0;
    for (std::uint32_t i = 0; i < membrane::RING_CAPACITY; ++i) {
        const membrane::CompletionPacket answer = membrane::wait(ion);
        if (answer.verdict != membrane::VERDICT_OK) {
            return 0;
        }
        first = i == 0 ? answer.result : first;
        last = answer.result;
    }
    return last - first;
}

void drain(Shell& shell, std::uint64_t times) {
    std::uint64_t nanoseconds = 0;
    for (std::uint64_t i = 0; i < times; ++i) {
        nanoseconds += drain_once(shell);
    }
    const std::uint64_t packets = std::max<std::uint64_t>(times, 1) * (membrane::RING_CAPACITY - 1);
    print_line(shell, std::string_view("stress: "), times, std::string_view(" full rings drained, "),
               nanoseconds / packets, std::string_view(" ns a packet"));
}

void repeat(Shell& shell, std::uint64_t times, bool (*once)(Shell&), std::string_view what) {
    const std::optional<Start> start = look(shell);
    if (!start) {
        return;
    }
    for (std::uint64_t i = 0; i < times; ++i) {
        if (!once(shell)) {
            return;
        }
    }
    report(shell, *start, times, what);
}

}  // namespace

void stress(Shell& shell, std::string_view rest) {
    const std::string_view what = next_word(rest);
    const std::optional<std::uint64_t> times = parse_number(next_word(rest));
    if (!times) {
        complain(shell, "stress", "expected exec, spawn, null, doorbell or drain, and a number");
    } else if (what == "exec") {
        stress_exec(shell, *times, rest);
    } else if (what == "spawn") {
        repeat(shell, *times, spawn_and_wait, " children");
    } else if (what == "null") {
        repeat(shell, *times, ask_for_nothing, " null commands");
    } else if (what == "doorbell") {
        repeat(shell, *times, ring_for_nothing, " doorbells");
    } else if (what == "drain") {
        drain(shell, *times);
    } else {
        complain(shell, what, "expected exec, spawn, null, doorbell or drain, and a number");
    }
}

}  // namespace nipbox
