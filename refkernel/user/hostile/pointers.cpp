// Addresses that a program may not use, in every place where a command takes an address.
#include <array>

#include "user/hostile/hostile.h"

namespace hostile {
namespace {

using namespace membrane;

struct Address {
    std::string_view name;
    std::uint64_t value;
};

/// The program can neither read nor write these.
constexpr Address unreadable[] = {
    {"null", null_page},
    {"the last byte of the address space", last_byte},
    {"the kernel's text", kernel_text},
    {"a device", uart},
    {"a hole", hole},
    {"not canonical", non_canonical},
    {"the upper half", upper_half},
    {"below the stack", stack_begin - 8},
    {"crossing into a hole", hole - 1},
    {"after all memory of the program", 0x140000000},
};

/// The program can read these, but not write them.
constexpr Address unwritable[] = {{"our own text", own_text}, {"the entry block", entry_block}};

/// Bad addresses of the records themselves.
void as_argument(Group& group) {
    for (const CmdKind kind : {CMD_CONSOLE_WRITE, CMD_CONSOLE_READ, CMD_FILE_OPEN, CMD_FILE_READ, CMD_FILE_WRITE,
                               CMD_FILE_STAT, CMD_FILE_LIST, CMD_FILE_REMOVE, CMD_FILE_MAKE_DIRECTORY, CMD_SYS_EXEC,
                               CMD_SYS_SPAWN, CMD_SYS_STAT, CMD_SYS_PROCESSES, CMD_RING_MOVE}) {
        for (const Address& address : unreadable) {
            expect(group, address.name, VERDICT_EFAULT, ask(group.ion, kind, address.value));
        }
    }
    for (const Address& address : unwritable) {
        expect(group, address.name, VERDICT_EFAULT, ask(group.ion, CMD_SYS_STAT, address.value));
    }
}

/// Bad addresses in the records.
void behind_records(Group& group) {
    for (const Address& address : unreadable) {
        const std::uint64_t at = address.value;
        expect(group, address.name, VERDICT_EFAULT,
               ask_with(group.ion, CMD_CONSOLE_WRITE, IoSpan{.address = at, .length = 16}));
        expect(group, address.name, VERDICT_EFAULT,
               ask_with(group.ion, CMD_CONSOLE_READ, IoSpan{.address = at, .length = 16}));
        expect(group, address.name, VERDICT_EFAULT,
               ask_with(group.ion, CMD_FILE_OPEN, FileOpen{.path = at, .path_length = 16, .flags = OPEN_READ}));
        expect(group, address.name, VERDICT_EFAULT,
               ask_with(group.ion, CMD_SYS_EXEC,
                        Launch{.path = at, .path_length = 16, .arguments = 0, .arguments_length = 0}));
        expect(group, address.name, VERDICT_EFAULT,
               ask_with(group.ion, CMD_SYS_SPAWN,
                        Launch{.path = reinterpret_cast<std::uint64_t>("bin/hello"),
                               .path_length = 9,
                               .arguments = at,
                               .arguments_length = 16}));
        expect(group, address.name, VERDICT_EFAULT,
               ask_with(group.ion, CMD_SYS_PROCESSES, IoSpan{.address = at, .length = 64}));
    }
    for (const Address& address : unwritable) {
        expect(group, address.name, VERDICT_EFAULT,
               ask_with(group.ion, CMD_CONSOLE_READ, IoSpan{.address = address.value, .length = 16}));
        expect(group, address.name, VERDICT_EFAULT,
               ask_with(group.ion, CMD_SYS_PROCESSES, IoSpan{.address = address.value, .length = 64}));
    }
}

void lengths(Group& group) {
    char text[4] = {'x', 'x', 'x', 'x'};
    const auto at = reinterpret_cast<std::uint64_t>(text);
    expect(group, "printing no bytes from an invalid address", VERDICT_OK,
           ask_with(group.ion, CMD_CONSOLE_WRITE, IoSpan{.address = last_byte, .length = 0}));
    expect(group, "reading no bytes of a line to an invalid address", VERDICT_OK,
           ask_with(group.ion, CMD_CONSOLE_READ, IoSpan{.address = last_byte, .length = 0}));
    expect(group, "an address that wraps around", VERDICT_EFAULT,
           ask_with(group.ion, CMD_CONSOLE_WRITE, IoSpan{.address = last_byte - 15, .length = 4096}));
    expect(group, "a path of no bytes", VERDICT_EINVAL,
           ask_with(group.ion, CMD_FILE_OPEN, FileOpen{.path = at, .path_length = 0, .flags = OPEN_READ}));
    expect(group, "a path of 4096 bytes", VERDICT_ENAMETOOLONG,
           ask_with(group.ion, CMD_FILE_OPEN, FileOpen{.path = own_text, .path_length = 4096, .flags = OPEN_READ}));
    expect(group, "a path of 2^32 - 1 bytes", VERDICT_ENAMETOOLONG,
           ask_with(group.ion, CMD_FILE_OPEN, FileOpen{.path = at, .path_length = ~0U, .flags = OPEN_READ}));
    expect(group, "arguments that are too long", VERDICT_EINVAL,
           ask_with(group.ion, CMD_SYS_SPAWN,
                    Launch{.path = at, .path_length = 4, .arguments = own_text, .arguments_length = 2049}));
    expect(group, "padding that is not zero", VERDICT_EPAD,
           ask_with(group.ion, CMD_CONSOLE_WRITE, IoSpan{.address = at, .length = 4, ._pad = 1}));
    expect(group, "padding of a Launch", VERDICT_EPAD,
           ask_with(group.ion, CMD_SYS_SPAWN,
                    Launch{.path = at, .path_length = 4, ._pad = 1, .arguments = 0, .arguments_length = 0}));
    expect(group, "an unknown flag of a Launch", VERDICT_EINVAL,
           ask_with(group.ion, CMD_SYS_SPAWN,
                    Launch{.path = at, .path_length = 4, .arguments = 0, .arguments_length = 0, .flags = 2}));
    const Limits limits{.pages = 1, ._pad = 1};
    Launch limited{.path = at,
                   .path_length = 4,
                   .arguments = 0,
                   .arguments_length = 0,
                   .limits = reinterpret_cast<std::uint64_t>(&limits)};
    expect(group, "padding of Limits", VERDICT_EPAD, ask_with(group.ion, CMD_SYS_SPAWN, limited));
    limited.limits = hole;
    expect(group, "Limits in a hole", VERDICT_EFAULT, ask_with(group.ion, CMD_SYS_SPAWN, limited));
    expect(group, "an invalid status", VERDICT_EINVAL, ask(group.ion, CMD_SYS_EXIT, STATUS_KILLED));
    expect(group, "a child that does not exist", VERDICT_ECHILD, ask(group.ion, CMD_SYS_WAIT, ~std::uint64_t{0}));
    expect(group, "any child, without children", VERDICT_ECHILD, ask(group.ion, CMD_SYS_WAIT, ANY_CHILD));
}

/// A record of which only a part is writable is not written at all. Text that is too long for one command is cut.
void halves(Group& group) {
    constexpr std::uint64_t end_of_rings = 0x13fe03000;
    auto* const last = reinterpret_cast<volatile std::uint64_t*>(end_of_rings - 64);
    *last = 1;
    expect(group, "half a record", VERDICT_EFAULT, ask(group.ion, CMD_SYS_STAT, end_of_rings - 64));
    expect(group, "no byte of it was written", 1, *last);
    *last = 0;
    static std::array<char, 5000> text;
    text.fill('\n');
    const IoSpan span{.address = reinterpret_cast<std::uint64_t>(text.data()), .length = text.size()};
    expect(group, "more text than one command prints", 4096,
           call(group.ion, CMD_CONSOLE_WRITE, reinterpret_cast<std::uint64_t>(&span)).result);
}

}  // namespace

bool pointers(membrane::Ion& ion) {
    Group group = begin(ion, "pointers");
    as_argument(group);
    behind_records(group);
    lengths(group);
    halves(group);
    return end(group);
}

}  // namespace hostile
