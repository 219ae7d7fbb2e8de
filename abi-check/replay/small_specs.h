// Small versions of the two specs of a replay, for the tests and fuzzers of this folder, so that they need no spec
// reader.
#pragma once

#include "model/layout.h"
#include "test/declare.h"

namespace abi::test {

inline Enum enum_of(std::string name, std::vector<std::pair<std::string, std::uint64_t>> values) {
    Enum result;
    result.name = std::move(name);
    result.type = u(32);
    for (auto& [enumerator, value] : values) result.enumerators.push_back({std::move(enumerator), {value}, {}, {}});
    return result;
}

/// A small version of spec/membrane.abi.json.
inline Layout small_membrane() {
    Layout layout;
    layout.origin = "membrane.abi.json";
    layout.records = {cmd_packet()};
    layout.enums = {
        enum_of("Verdict", {{"VERDICT_OK", 0}, {"VERDICT_EBADTAG", 1}, {"VERDICT_EPAD", 2}, {"VERDICT_EKIND", 3}}),
        enum_of("KernelExit", {{"EXIT_OK", 0}, {"EXIT_PANIC", 10}, {"EXIT_INITRD", 11}}),
        enum_of("CmdKind", {{"CMD_NULL", 0x100}, {"CMD_SYS_EXEC", 0x400}})};
    layout.enums[1].enumerators[1].doc = "The kernel met a state that it excludes.";
    return layout;
}

/// A small version of spec/replay.abi.json, with all that the host uses.
inline Layout small_protocol() {
    Layout layout;
    layout.origin = "replay.abi.json";
    layout.records = {
        record("ReplayBlob", 64, 8,
               {field("magic", u(64), 0), field("version", u(32), 8), field("case_count", u(32), 12),
                field("total_bytes", u(64), 16), field("crc32", u(32), 24), field("_pad", u(32), 28, Role::padding),
                field("key", bytes(16), 32), field("results", u(64), 48), field("results_bytes", u(64), 56)}),
        record("ReplayCase", 8, 4, {field("index", u(32), 0), field("length", u(16), 4), field("flags", u(16), 6)}),
        record("ReplayResult", 48, 16,
               {field("index", u(32), 0), field("verdict", u(32), 4), field("kind", u(32), 8), field("_pad", u(32), 12),
                field("arg", u(64), 16), field("_pad2", u(64), 24, Role::padding), field("id", u(128), 32)}),
        record("ReplayEnd", 16, 4,
               {field("magic", u(32), 0), field("case_count", u(32), 4), field("crc32", u(32), 8),
                field("_pad", u(32), 12, Role::padding)}),
        record("ReplayResults", 64, 8,
               {field("magic", u(64), 0), field("version", u(32), 8), field("recorded", u(32), 12),
                field("crc32", u(32), 16), field("boots", u(32), 20), field("next", u(64), 24),
                field("_reserved", bytes(32), 32, Role::reserved)}),
    };
    const std::pair<const char*, std::uint64_t> constants[] = {
        {"REPLAY_MAGIC", 0x31594c5052494241},         {"REPLAY_VERSION", 2},    {"REPLAY_END_MAGIC", 0x444e4552},
        {"REPLAY_RESULTS_MAGIC", 0x32544c5352494241}, {"REPLAY_FRESH_BOOT", 1}, {"REPLAY_MORE", 2},
        {"REPLAY_NOT_SUPPORTED", 0x7fffffff}};
    for (const auto& [name, value] : constants) {
        Constant constant;
        constant.name = name;
        constant.type = u(64);
        constant.value = {value};
        layout.constants.push_back(constant);
    }
    return layout;
}

}  // namespace abi::test
