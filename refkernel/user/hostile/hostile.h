// A program that asks for what it must not have, and knows how each should be answered.
//
// A case is a question and its answer by name. Cases that cost the caller its life are run in a child of its own. After
// each group a good command must still be answered, and as many pages be free as before.
#pragma once

#include <cstdint>
#include <string_view>

#include "membrane/libc_shim.h"

namespace hostile {

/// How a group has gone so far.
struct Group {
    membrane::Ion& ion;
    std::string_view name;
    std::uint64_t tried = 0;
    std::uint64_t as_named = 0;
    std::uint64_t pages = 0;  // free when it began
};

Group begin(membrane::Ion& ion, std::string_view name);

/// Counts a case; says what was found when it is not what was expected.
void expect(Group& group, std::string_view name, std::uint64_t expected, std::uint64_t found);

/// Its line of the table. False: an answer was wrong, the kernel does not answer, or pages were lost.
[[nodiscard]] bool end(Group& group);

/// One command with `arg`, whatever it is.
membrane::Verdict ask(membrane::Ion& ion, membrane::CmdKind kind, std::uint64_t arg);

template <typename Record>
membrane::Verdict ask_with(membrane::Ion& ion, membrane::CmdKind kind, const Record& record) {
    return ask(ion, kind, reinterpret_cast<std::uint64_t>(&record));
}

// Addresses that are not ours, or not for this.
constexpr std::uint64_t null_page = 0;
constexpr std::uint64_t kernel_text = 0x80200000;
constexpr std::uint64_t uart = 0x10000000;
constexpr std::uint64_t hole = 0x13fd00000;
constexpr std::uint64_t non_canonical = 0x0000800000000000;
constexpr std::uint64_t upper_half = 0xffffffc000000000;
constexpr std::uint64_t last_byte = ~std::uint64_t{0};
constexpr std::uint64_t own_text = 0x100000000;
constexpr std::uint64_t entry_block = 0x13fe00000;
constexpr std::uint64_t stack_begin = 0x13fff8000;

// ---- the groups ----

bool pointers(membrane::Ion& ion);
bool files(membrane::Ion& ion);
bool packets(membrane::Ion& ion);
bool rings(membrane::Ion& ion);
bool faults(membrane::Ion& ion);
bool memory(membrane::Ion& ion);
bool processes(membrane::Ion& ion);
bool leavings(membrane::Ion& ion);
bool turns(membrane::Ion& ion);    // needs a machine of one hart
bool races(membrane::Ion& ion);    // needs two harts, and the boot argument poll
bool crowds(membrane::Ion& ion);   // the more harts the better
bool console(membrane::Ion& ion);  // needs somebody who types the numbers from 1 to 10, a line each

/// What a child does.
struct Deed {
    std::string_view name;
    void (*act)(membrane::Ion& ion);
};
void stain(membrane::Ion& ion);
void find_no_stain(membrane::Ion& ion);
void keep_registers(membrane::Ion& ion);
void exec_with_registers(membrane::Ion& ion);
void find_no_register(membrane::Ion& ion);
/// Null: there is none of this name.
const Deed* find_life(std::string_view name);

/// Whether those may end who wait for go.
void let_go(membrane::Ion& ion, bool go);
bool may_go(membrane::Ion& ion);

/// The deed of a child: what its arguments name. Comes back when it was let live.
void do_deed(membrane::Ion& ion, std::string_view name);

/// What exec takes: this program, and `arguments`, which must live as long.
membrane::Launch launch_of(std::string_view arguments);

/// Starts this program anew for one deed.
membrane::Reply start_deed(membrane::Ion& ion, std::string_view name);

/// Starts this program anew for one deed, and returns the status with which it ended.
std::uint32_t status_of_deed(membrane::Ion& ion, std::string_view name);

}  // namespace hostile
