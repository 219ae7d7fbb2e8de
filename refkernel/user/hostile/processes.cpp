// Processes: more than there is room for, without a parent that waits, with open files, with waiting commands.
#include <array>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

constexpr std::uint32_t max_processes = 64;
constexpr std::uint32_t breakpoint = STATUS_KILLED | 3;

std::uint64_t places_taken(Ion& ion) {
    std::array<ProcessEntry, max_processes> entries;
    return membrane::processes(ion, entries).result;
}

/// Starts children in all free places, checks the answer for one more, then lets them end and waits for them.
void fill_places(Group& group, std::string_view name, std::string_view task) {
    Ion& ion = group.ion;
    std::array<std::uint32_t, max_processes> numbers{};
    const std::uint64_t before = places_taken(ion);
    std::uint64_t children = 0;
    let_go(ion, false);
    Reply child = start_child(ion, task);
    for (; child.verdict == VERDICT_OK && children < max_processes; child = start_child(ion, task)) {
        numbers[children++] = static_cast<std::uint32_t>(child.result);
    }
    expect(group, name, VERDICT_EAGAIN, child.verdict);
    expect(group, name, max_processes - before, children);
    expect(group, name, VERDICT_EAGAIN, spawn(ion, "bin/none").verdict);
    expect(group, name, max_processes, places_taken(ion));
    expect(group, "a file's number one too high", VERDICT_EBADF, ask(ion, CMD_FILE_CLOSE, 16));  // other data is there
    let_go(ion, true);
    for (; children > 0; --children) {
        const Ended ended = wait_for_child(ion, numbers[children - 1]);
        expect(group, name, numbers[children - 1], ended.number);
        expect(group, name, 0, ended.status);
    }
    expect(group, name, VERDICT_ECHILD, wait_for_child(ion, ANY_CHILD).verdict);
    expect(group, name, before, places_taken(ion));
}

void children_of_the_dead(Group& group) {
    Ion& ion = group.ion;
    const std::uint64_t before = places_taken(ion);
    let_go(ion, false);
    expect(group, "a parent that leaves orphans", 0, status_of_child(ion, "leave orphans"));
    expect(group, "the orphans run", before + 3, places_taken(ion));
    expect(group, "the orphans are not our children", VERDICT_ECHILD, wait_for_child(ion, ANY_CHILD).verdict);
    let_go(ion, true);
    for (int round = 0; round < 10'000 && places_taken(ion) != before; ++round) {
        (void)yield(ion);
    }
    expect(group, "the orphans' places are freed", before, places_taken(ion));
    expect(group, "a parent that leaves zombies", 0, status_of_child(ion, "leave zombies"));
    for (int round = 0; round < 10'000 && places_taken(ion) != before; ++round) {
        (void)yield(ion);
    }
    expect(group, "the zombies' places are freed with it", before, places_taken(ion));
    expect(group, "waiting for a process that is not a child", VERDICT_ECHILD,
           status_of_child(ion, "wait for a stranger"));
}

void numbers_cut_short(Group& group) {
    Ion& ion = group.ion;
    const Reply child = start_child(ion, "nothing");
    expect(group, "a number with higher bits set", VERDICT_ECHILD,
           ask(ion, CMD_SYS_WAIT, child.result | std::uint64_t{1} << 32));
    expect(group, "any child, with higher bits set", VERDICT_ECHILD, ask(ion, CMD_SYS_WAIT, std::uint64_t{1} << 32));
    expect(group, "the number itself", 0, wait_for_child(ion, static_cast<std::uint32_t>(child.result)).status);
    expect(group, "the number again", VERDICT_ECHILD, ask(ion, CMD_SYS_WAIT, child.result));
}

void lists_that_do_not_fit(Group& group) {
    Ion& ion = group.ion;
    std::array<ProcessEntry, 2> entries{};
    const IoSpan less{.address = reinterpret_cast<std::uint64_t>(&entries), .length = 2 * sizeof(ProcessEntry) - 1};
    expect(group, "room for one process and a half", sizeof(ProcessEntry),
           call(ion, CMD_SYS_PROCESSES, reinterpret_cast<std::uint64_t>(&less)).result);
    expect(group, "the second entry was not written", 0, entries[1].number);
    std::array<DirectoryEntry, 2> names{};
    const Reply root = open(ion, "/", OPEN_READ);
    const FileIo io{.address = reinterpret_cast<std::uint64_t>(&names),
                    .length = 2 * sizeof(DirectoryEntry) - 1,
                    .file = static_cast<std::uint32_t>(root.result),
                    .offset = 0};
    expect(group, "room for one name and a half", sizeof(DirectoryEntry),
           call(ion, CMD_FILE_LIST, reinterpret_cast<std::uint64_t>(&io)).result);
    expect(group, "the second entry was not written", 0, names[1].name_length);
    expect(group, "a list into a hole", VERDICT_EFAULT,
           ask_with(ion, CMD_FILE_LIST, FileIo{.address = hole, .length = 4096, .file = io.file, .offset = 0}));
    (void)close(ion, io.file);
    FileStat stat{};
    const std::string_view path = "bin";
    FileQuery query{.path = reinterpret_cast<std::uint64_t>(path.data()),
                    .path_length = 3,
                    ._pad = 1,
                    .to = reinterpret_cast<std::uint64_t>(&stat)};
    expect(group, "padding of a FileQuery", VERDICT_EPAD, ask_with(ion, CMD_FILE_STAT, query));
    query._pad = 0;
    query.to = own_text;
    expect(group, "a FileStat into our text", VERDICT_EFAULT, ask_with(ion, CMD_FILE_STAT, query));
}

}  // namespace

/// Children may end when tmp/go is not empty.
bool may_go(membrane::Ion& ion) {
    FileStat go{};
    return membrane::stat(ion, "tmp/go", go) == VERDICT_OK && go.bytes != 0;
}

void let_go(Ion& ion, bool go) {
    const Reply file = open(ion, "tmp/go", OPEN_WRITE | OPEN_CREATE | OPEN_TRUNCATE);
    constexpr std::array<std::uint8_t, 1> byte{1};
    (void)write(ion, static_cast<std::uint32_t>(file.result), 0, std::span(byte).first(go ? 1 : 0));
    (void)close(ion, static_cast<std::uint32_t>(file.result));
}

bool processes(membrane::Ion& ion) {
    Group group = begin(ion, "processes");
    for (int round = 0; round < 100; ++round) {
        expect(group, "a program that does not exist", VERDICT_ENOENT, spawn(ion, "bin/none").verdict);
    }
    fill_places(group, "the most processes", "wait for go");
    fill_places(group, "the most ended processes", "nothing");
    children_of_the_dead(group);
    numbers_cut_short(group);
    lists_that_do_not_fit(group);
    for (const std::string_view task : {"exec with files", "exec thrice", "wait and exec", "look without ringing",
                                        "leave files open", "find no file"}) {
        expect(group, task, 0, status_of_child(ion, task));
    }
    expect(group, "two processes have different keys", 1,
           status_of_child(ion, "tell the key") != status_of_child(ion, "tell the key") ? 1 : 0);
    const Reply beside = start_child(ion, "keep registers");
    expect(group, "registers are kept", 0, status_of_child(ion, "keep registers"));
    expect(group, "registers of another process are kept", 0,
           wait_for_child(ion, static_cast<std::uint32_t>(beside.result)).status);
    expect(group, "wait and exit", 5, status_of_child(ion, "wait and exit"));
    expect(group, "never collect", breakpoint, status_of_child(ion, "never collect"));
    const std::uint64_t before = places_taken(ion);
    expect(group, "a command waits, its program does not", breakpoint, status_of_child(ion, "go on beside a command"));
    while (places_taken(ion) != before) {  // its child must end before pages are counted
        (void)yield(ion);
    }
    let_go(ion, false);
    return end(group);
}

}  // namespace hostile
