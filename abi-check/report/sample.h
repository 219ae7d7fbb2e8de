// Small comparisons, made by hand, for the tests of the reports.
#pragma once

#include <string>

#include "model/finding.h"

namespace abi::sample {

/// A field at whole bytes; `type` is "u8", "u32", "i64", "bytes[60]"...
Field field(std::string name, const std::string& type, std::uint64_t offset_bytes, Role role = Role::data);

Record record(std::string name, std::uint64_t size_bytes, std::uint64_t align_bytes, std::vector<Field> fields);

/// kind, _pad, arg, id: 32 bytes, every one of them declared.
Record cmd_packet();

/// The layer's version of it: arg is u32, and the compiler inserts padding after it.
Record drifted_cmd_packet();

/// One record, one layer, one target, nothing wrong.
Comparison conforming();

/// CmdPacket in hal (arg too narrow on two of three targets) and core; a finding for each target.
Comparison drifted();

/// Similar to a real report: records, a union, bit-fields, enums, waivers, unverified and not applicable cells.
Comparison complete();

/// The drift of drifted(): waived on riscv64, known on x86_64.
Comparison accepted();

/// A record with a layout of its own on x86_64, which core declares on each target.
Comparison by_target();

/// The same drift as a change between two revisions.
Comparison changed();

}  // namespace abi::sample
