// What the Zig compiler is asked: a generated source whose compile-time reflection writes the answers.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "read/probe/reader.h"

namespace abi::probe {

/// The link to the root of the file system beside the generated source: what the source imports through it lies in
/// one module with it, so that the user's files may import each other, and what lies above them.
inline constexpr std::string_view zig_link = "fs";

/// "a.b::C": a, b, C.
std::vector<std::string> zig_path(std::string_view name);

/// The name of the file without its ending, with which the names of its types may begin: "channel" of
/// "channel.CmdPacket".
std::string zig_module(const std::string& file);

/// How Zig names what a file below `zig_link` declares: "fs.src.channel" of "/src/channel.zig".
std::string zig_namespace(const std::string& file);

/// The source that asks all files of the request for all of its records and constants. The item of an answer is its
/// index in the request times the number of files, plus the index of the file that declares it.
std::string zig_source(const Request& request);

}  // namespace abi::probe
