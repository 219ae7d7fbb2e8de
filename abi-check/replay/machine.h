// Runs the machine that boots the kernel under test: QEMU, or another command that follows the same protocol.
//
// The machine's RAM is a file that we share with it: we write the blob there before the machine starts, and read the
// results from there after it has ended. A machine that cannot share its RAM gets the blob as a file and prints
// results.
#pragma once

#include <optional>
#include <string_view>

#include "os/child.h"
#include "replay/blob.h"
#include "replay/replay.h"

namespace abi {

/// Paths of the files that the machine gets.
struct MachineFiles {
    std::string blob;
    std::string ram;
};

/// The command to run: request.machine if it is set, otherwise
///
///     qemu-system-riscv64 -object memory-backend-file,id=ram,size=256M,mem-path={ram},share=on
///       -machine virt,memory-backend=ram -m 256M -smp 1 -display none -monitor none -serial stdio
///       -bios default -kernel {kernel} -initrd {initrd} -append {append}
///
/// and -no-reboot unless `reboots`. Replaces {kernel}, {initrd}, {blob}, {ram} and {append} (the boot arguments of
/// the map: "replay=0x8c000000") in every word. In arguments of -device and -object a comma would end the path, so
/// commas in paths are doubled there.
std::vector<std::string> machine_command(const ReplayRequest& request, const MachineFiles& files, bool reboots);

/// Whether the machine's RAM is a file: true for the default command and for one that contains {ram}.
bool shares_memory(const ReplayRequest& request);

/// Where the results go. Its size is 0 if they are printed.
ResultsPlace results_place(const ReplayRequest& request);

/// The boot arguments, with the addresses of the map.
std::string boot_arguments(const MachineMap& map);

/// Splits a command at blanks, as a shell does: '…' and "…" keep blanks, a backslash keeps the next character. Nothing
/// if a quote is not closed.
std::optional<std::vector<std::string>> split_command(std::string_view command);

/// What the machine left in the memory for results: the ReplayResults at its start, and the records after it.
/// Untrusted. Shorter than wanted if the machine truncated the file.
struct ResultsMemory {
    Bytes head;
    Bytes records;
};

/// What was run and how it ended.
struct MachineRun {
    ChildRequest request;
    ChildResult result;
    ResultsMemory memory;  // empty if memory is not shared
    std::vector<StepTime> steps;
};

/// How many bytes of the memory for results to read.
struct ResultsWanted {
    std::size_t head_bytes = 0;
    std::size_t records_bytes = 0;
};

/// Puts the blob into the machine's memory or into a file in a private temporary folder, runs the machine to its end,
/// and removes the folder, even after an interrupt. Fails if the kernel or the initrd cannot be read, or if the machine
/// does not start. If the machine ends badly, the call succeeds: see describe_bad_end.
Result<MachineRun> run_machine(const ReplayRequest& request, const Bytes& blob, const ResultsWanted& results,
                               bool reboots);

/// Describes how the machine ended; returns nothing if it ended well. The exit statuses are those of the enum
/// KernelExit in `spec`.
std::optional<std::string> describe_bad_end(const MachineRun& run, const Layout& spec);

/// The last line of a console that is not empty; "" if there is none.
std::string last_line(std::string_view console);

/// Untrusted text in quotes, at most 120 characters of it, with control characters escaped.
std::string quote(std::string_view text);

}  // namespace abi
