// The machine that boots the kernel under test: QEMU, or any command that gives the same answers.
//
// Its RAM is a file that we share with it: the blob is written there before it starts, and results are read from there
// when it has ended. A machine whose RAM cannot be shared is given the blob as a file and prints its results.
#pragma once

#include <optional>
#include <string_view>

#include "os/child.h"
#include "replay/blob.h"
#include "replay/replay.h"

namespace abi {

/// Where things lie in RAM, as physical addresses (refkernel/hal/memlayout.h has the map).
constexpr std::uint64_t ram_address = 0x8000'0000;
constexpr std::uint64_t ram_bytes = 256U << 20U;
constexpr std::uint64_t blob_address = 0x8c00'0000;  // the boot argument says it to the kernel
constexpr ResultsPlace results_place{0x8900'0000, 0x0300'0000};

/// The files that the machine gets.
struct MachineFiles {
    std::string blob;
    std::string ram;
};

/// The command: request.machine, or
///
///     qemu-system-riscv64 -object memory-backend-file,id=ram,size=256M,mem-path={ram},share=on
///       -machine virt,memory-backend=ram -m 256M -smp 1 -display none -monitor none -serial stdio
///       -bios default -kernel {kernel} -initrd {initrd} -append {append}
///
/// and -no-reboot unless `reboots`. In every word {kernel}, {initrd}, {blob}, {ram} and {append} ("replay=0x8c000000")
/// are replaced. In -device and -object, where QEMU reads a comma as the end of the path, commas of a path are doubled.
std::vector<std::string> machine_command(const ReplayRequest& request, const MachineFiles& files, bool reboots);

/// Whether results go through memory: the command is ours, or has {ram} in it.
bool shares_memory(const ReplayRequest& request);

/// What the machine left where results belong: at most a ReplayResults, and what is behind it. Untrusted; less when
/// the file was cut.
struct ResultsMemory {
    Bytes head;
    Bytes records;
};

/// What was run and how it ended.
struct MachineRun {
    ChildRequest request;
    ChildResult result;
    ResultsMemory memory;  // nothing when it is not shared
    std::vector<StepTime> steps;
};

/// How much of what the machine left is to be read, in bytes.
struct ResultsWanted {
    std::size_t head_bytes = 0;
    std::size_t records_bytes = 0;
};

/// Puts the blob into the machine's memory or into a file, in a private temporary folder, runs the machine to its end
/// and removes the folder, also when we are interrupted. A kernel or initrd that cannot be read is a problem, and so is
/// a machine that does not start; a bad end is not.
Result<MachineRun> run_machine(const ReplayRequest& request, const Bytes& blob, const ResultsWanted& results,
                               bool reboots);

/// What the machine's end means, in words; nothing when it ended well. Exit statuses are those of the
/// enum KernelExit of `spec`. `console` is what the kernel printed.
std::optional<std::string> describe_bad_end(const MachineRun& run, const Layout& spec);

/// The last line of a console that is not empty, fit to be printed; "" when there is none.
std::string last_line(std::string_view console);

/// Untrusted text in quotes: control characters are escaped, the rest is cut after 120 characters.
std::string quote(std::string_view text);

}  // namespace abi
