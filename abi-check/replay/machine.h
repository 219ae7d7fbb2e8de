// The machine that boots the kernel under test: QEMU, or any command that prints the same answers.
#pragma once

#include <optional>
#include <string_view>

#include "os/child.h"
#include "replay/replay.h"

namespace abi {

/// Where the blob lies in RAM; the boot argument says it to the kernel.
constexpr std::string_view blob_address = "0x8c000000";

/// The command: request.machine, or
///
///     qemu-system-riscv64 -machine virt -m 256M -smp 1 -display none -monitor none -serial stdio
///       -no-reboot -bios default -kernel {kernel} -initrd {initrd} -append {append}
///       -device loader,file={blob},addr=0x8c000000,force-raw=on
///
/// In every word {kernel}, {initrd}, {blob} and {append} ("replay=0x8c000000") are replaced. In
/// -device, where QEMU reads a comma as the end of the path, commas of the blob's path are doubled.
std::vector<std::string> machine_command(const ReplayRequest& request, const std::string& blob_path);

/// What was run and how it ended.
struct MachineRun {
    ChildRequest request;
    ChildResult result;
};

/// Puts the blob into a private temporary folder, runs the machine to its end and removes the folder,
/// also when we are interrupted. A kernel or initrd that cannot be read is a problem, and so is a
/// machine that does not start; a bad end is not.
Result<MachineRun> run_machine(const ReplayRequest& request, const Bytes& blob);

/// What the machine's end means, in words; nothing when it ended well. Exit statuses are those of the
/// enum KernelExit of `spec`. `console` is what the kernel printed.
std::optional<std::string> describe_bad_end(const MachineRun& run, const Layout& spec);

/// The last line of a console that is not empty, fit to be printed; "" when there is none.
std::string last_line(std::string_view console);

/// Untrusted text in quotes: control characters are escaped, the rest is cut after 120 characters.
std::string quote(std::string_view text);

}  // namespace abi
