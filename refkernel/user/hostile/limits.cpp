// Limits, and the ends that a program can make: kill, removed files, sleep.
#include <algorithm>
#include <array>

#include "core/text.h"
#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

constexpr std::uint32_t killed = STATUS_KILLED | 62;
constexpr std::uint32_t refused = 128;  // added to the status of a child that was stopped by a limit

/// "tmp/hoard12".
struct Name {
    std::array<char, 16> letters{'t', 'm', 'p', '/', 'h', 'o', 'a', 'r', 'd'};
    std::size_t length = 9;

    explicit Name(std::uint32_t number) {
        for (const char digit : core::decimal(number).view()) {
            letters[length++] = digit;
        }
    }
    std::string_view view() const { return {letters.data(), length}; }
};

Reply start_limited(Ion& ion, std::string_view task, const Limits& limits, std::uint32_t flags = 0) {
    std::array<char, 64> arguments{'d', 'o', ' '};
    std::ranges::copy(task, arguments.begin() + 3);
    return spawn(ion, "bin/hostile", {arguments.data(), 3 + task.size()}, flags, &limits);
}

std::uint32_t status_of_limited(Ion& ion, std::string_view task, const Limits& limits, std::uint32_t flags = 0) {
    const Reply child = start_limited(ion, task, limits, flags);
    return child.verdict == VERDICT_OK ? wait_for_child(ion, static_cast<std::uint32_t>(child.result)).status : ~0U;
}

std::uint64_t processes_alive(Ion& ion) {
    SystemStat stat{};
    (void)system_stat(ion, stat);
    return stat.processes;
}

void wait_until_alone(Ion& ion, std::uint64_t alive) {
    for (int round = 0; round < 1000 && processes_alive(ion) != alive; ++round) {
        (void)sleep(ion, 1'000'000);  // those that run on other harts end at their next trap
    }
}

/// Kills the child after a while, and returns its status.
std::uint32_t status_after_kill(Group& group, std::string_view task) {
    const auto number = static_cast<std::uint32_t>(start_child(group.ion, task).result);
    (void)sleep(group.ion, 2'000'000);
    expect(group, task, VERDICT_OK, kill(group.ion, number));
    return wait_for_child(group.ion, number).status;
}

void within_limits(Group& group) {
    Ion& ion = group.ion;
    expect(group, "processes", refused + 4, status_of_limited(ion, "hoard processes", {.processes = 5}));
    expect(group, "files", refused + 6, status_of_limited(ion, "hoard files", {.files = 6}));
    for (std::uint32_t number = 0; number < 6; ++number) {
        expect(group, "a file of a program that has ended", VERDICT_OK, remove(ion, Name(number).view()));
    }
    expect(group, "pages", refused, status_of_limited(ion, "hoard pages", {.pages = 2000}));
    expect(group, "pages of its image", VERDICT_ELIMIT, start_limited(ion, "nothing", {.pages = 40}).verdict);
    expect(group, "output", 0, status_of_limited(ion, "print ten bytes", {.output_bytes = 10}));
    expect(group, "output", VERDICT_ELIMIT, status_of_limited(ion, "print ten bytes", {.output_bytes = 9}));
    expect(group, "more for a child than for itself", refused + 2,
           status_of_limited(ion, "give a child more", {.processes = 4}));
    expect(group, "the console in the background", VERDICT_EACCES,
           status_of_limited(ion, "read in the background", {}, LAUNCH_BACKGROUND));
}

/// A program that starts itself for ever, and whose copies end, so that most of them have no parent.
void fork_bomb(Group& group, std::uint64_t before) {
    Ion& ion = group.ion;
    const auto bomb = static_cast<std::uint32_t>(start_limited(ion, "bomb", {.processes = 10}).result);
    std::uint64_t most = 0;
    for (int round = 0; round < 200; ++round) {
        most = std::max(most, processes_alive(ion) - before);
        (void)sleep(ion, 1'000'000);
    }
    expect(group, "a bomb fills its limit, and no more", 10, most);
    expect(group, "we can start a program beside it", 0, status_of_child(ion, "nothing"));
    expect(group, "a bomb is ended", VERDICT_OK, kill(ion, bomb));
    expect(group, "with its status", killed, wait_for_child(ion, bomb).status);
    wait_until_alone(ion, before);
    expect(group, "and all that it started", before, processes_alive(ion));
}

void kills(Group& group) {
    Ion& ion = group.ion;
    const std::uint64_t before = processes_alive(ion);
    for (const std::string_view task : {"spin", "sleep long", "wait for a child", "start many"}) {
        expect(group, task, killed, status_after_kill(group, task));
    }
    expect(group, "kill ourselves", VERDICT_ECHILD, kill(ion, ion.number));
    expect(group, "kill the first program", VERDICT_ECHILD, kill(ion, 1));
    expect(group, "kill nobody", VERDICT_ECHILD, kill(ion, 0));
    expect(group, "kill a number with higher bits", VERDICT_ECHILD,
           ask(ion, CMD_SYS_KILL, std::uint64_t{1} << 32 | ion.number));
    wait_until_alone(ion, before);  // one of them had children
    const Reply ended = start_child(ion, "nothing");
    wait_until_alone(ion, before);
    expect(group, "kill a child that has ended", VERDICT_ECHILD, kill(ion, static_cast<std::uint32_t>(ended.result)));
    expect(group, "its status is still there", 0, wait_for_child(ion, static_cast<std::uint32_t>(ended.result)).status);
}

void sleeps(Group& group) {
    Ion& ion = group.ion;
    constexpr std::uint64_t duration = 3'000'000;
    const std::uint64_t before = now(ion);
    expect(group, "sleep", VERDICT_OK, sleep(ion, duration));
    expect(group, "it lasts", 1, now(ion) - before >= duration ? 1 : 0);
    expect(group, "sleep for no time", VERDICT_OK, sleep(ion, 0));
}

void removed_files(Group& group) {
    Ion& ion = group.ion;
    expect(group, "a directory", VERDICT_OK, make_directory(ion, "tmp/d"));
    expect(group, "again", VERDICT_EEXIST, make_directory(ion, "tmp/d"));
    expect(group, "a directory on the disk", VERDICT_EACCES, make_directory(ion, "bin/d"));
    expect(group, "in no directory", VERDICT_ENOENT, make_directory(ion, "tmp/e/f"));
    expect(group, "in a file", VERDICT_ENOTDIR, make_directory(ion, "bin/hello/f"));
    const auto file = static_cast<std::uint32_t>(open(ion, "tmp/d/f", OPEN_READ | OPEN_WRITE | OPEN_CREATE).result);
    std::array<std::uint8_t, 3> bytes{'a', 'b', 'c'};
    (void)write(ion, file, 0, bytes);
    expect(group, "a directory with entries", VERDICT_ENOTEMPTY, remove(ion, "tmp/d"));
    expect(group, "an open file", VERDICT_OK, remove(ion, "tmp/d/f"));
    expect(group, "it is not found", VERDICT_ENOENT, remove(ion, "tmp/d/f"));
    bytes = {};
    expect(group, "but still has its bytes", 3, read(ion, file, 0, bytes).result);
    expect(group, "the directory", VERDICT_OK, remove(ion, "tmp/d"));
    expect(group, "close it", VERDICT_OK, close(ion, file));
    for (const std::string_view path : {"tmp", "/", "bin", "bin/hello", "dev/console", "tmp/.."}) {
        expect(group, path, VERDICT_EACCES, remove(ion, path));
    }
    expect(group, "no file", VERDICT_ENOENT, remove(ion, "tmp/none"));
}

}  // namespace

void hoard_processes(Ion& ion) {
    std::uint32_t started = 0;
    Reply child = start_child(ion, "sleep long");
    for (; child.verdict == VERDICT_OK && started < 64; child = start_child(ion, "sleep long")) {
        ++started;
        (void)kill(ion, static_cast<std::uint32_t>(child.result));
    }
    exit(ion, started + (child.verdict == VERDICT_ELIMIT ? refused : 0));
}

void hoard_files(Ion& ion) {
    std::uint32_t made = 0;
    Reply file = open(ion, Name(made).view(), OPEN_WRITE | OPEN_CREATE);
    for (; file.verdict == VERDICT_OK && made < 64; file = open(ion, Name(made).view(), OPEN_WRITE | OPEN_CREATE)) {
        ++made;
        (void)close(ion, static_cast<std::uint32_t>(file.result));
    }
    exit(ion, made + (file.verdict == VERDICT_ELIMIT ? refused : 0));
}

void hoard_pages(Ion& ion) {
    constexpr std::array<std::uint8_t, 1> byte{1};
    Verdict verdict = VERDICT_OK;
    std::uint32_t files = 0;
    while (verdict == VERDICT_OK && files < 16) {
        const Reply file = open(ion, Name(files++).view(), OPEN_WRITE | OPEN_CREATE);
        verdict = write(ion, static_cast<std::uint32_t>(file.result), (std::uint64_t{1} << 20) - 1, byte);
        (void)close(ion, static_cast<std::uint32_t>(file.result));
    }
    while (files > 0) {
        (void)remove(ion, Name(--files).view());
    }
    exit(ion, verdict == VERDICT_ELIMIT ? refused : verdict);
}

void print_ten_bytes(Ion& ion) {
    constexpr std::string_view text = "ten bytes\n";
    exit(ion, write(ion, text));
}

void give_a_child_more(Ion& ion) {
    exit(ion, status_of_limited(ion, "hoard processes", {.processes = 60}));
}

void read_in_the_background(Ion& ion) {
    std::array<char, 8> letters{};
    const IoSpan span{.address = reinterpret_cast<std::uint64_t>(letters.data()), .length = letters.size()};
    exit(ion, ask_with(ion, CMD_CONSOLE_READ, span));
}

void bomb(Ion& ion) {
    for (int times = 0; times < 20; ++times) {
        (void)start_child(ion, "bomb");
        (void)yield(ion);
    }
    for (;;) {
        (void)start_child(ion, "bomb and end");
        (void)yield(ion);
    }
}

void bomb_and_end(Ion& ion) {
    (void)start_child(ion, "bomb and end");
}

void sleep_long(Ion& ion) {
    (void)sleep(ion, ~std::uint64_t{0});
}

bool limits(membrane::Ion& ion) {
    Group group = begin(ion, "limits");
    const std::uint64_t before = processes_alive(group.ion);
    within_limits(group);
    wait_until_alone(group.ion, before);  // what the programs above started ends a little later
    fork_bomb(group, before);
    kills(group);
    sleeps(group);
    removed_files(group);
    return end(group);
}

}  // namespace hostile
