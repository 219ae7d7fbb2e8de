#include "gen/machine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "gen/pieces.h"
#include "gen/words.h"

namespace abi::gen {
namespace {

constexpr std::array aliases{Translation{"amd64", "x86_64"}, Translation{"i686", "x86"},  Translation{"i586", "x86"},
                             Translation{"i386", "x86"},     Translation{"armv7", "arm"}, Translation{"armv7a", "arm"},
                             Translation{"arm64", "aarch64"}};

constexpr std::string_view machines =
    "riscv64 riscv32 x86_64 x86 aarch64 arm powerpc64le powerpc64 s390x loongarch64 wasm32";

/// "" for a name that `table` does not translate.
template <typename Table>
std::string_view translated(const Table& table, std::string_view name) {
    const auto found = std::ranges::find(table, name, &Translation::first);
    return found == table.end() ? "" : found->second;
}

/// The processor of a target: "x86_64" for "amd64" and "x86_64-linux-gnu". "" if the processor is unknown. Generated
/// text then asks for a definition that its user sets: `ABI_TARGET_board`.
std::string_view machine_of(std::string_view target) {
    const auto name = target.substr(0, target.find('-'));
    const auto alias = translated(aliases, name);
    return !alias.empty() ? alias : is_word_of(machines, name) ? name : "";
}

std::string question(std::string_view target, const Questions& questions, std::string (*spell)(const std::string&)) {
    const auto machine = machine_of(target);
    if (machine.empty()) return fmt::format(fmt::runtime(questions.unknown), spell(as_identifier(target)));
    const auto word = translated(questions.machines, machine);
    return word.empty() ? fmt::format(fmt::runtime(questions.machine), machine) : std::string(word);
}

}  // namespace

std::string condition_of(const Layout& spec, const Record& record, const Questions& questions,
                         std::string (*spell)(const std::string&)) {
    std::vector<std::string> targets;
    for (const auto& target : record.targets) {
        const std::string one = question(target, questions, spell);
        if (std::ranges::find(targets, one) == targets.end()) targets.push_back(one);
    }
    std::string text;
    if (!targets.empty()) {
        text = fmt::format(fmt::runtime(targets.size() == 1 ? questions.one : questions.several),
                           fmt::join(targets, questions.separator));
    }
    for (const unsigned bytes : {4U, 8U}) {
        const auto asks = [&](const Record& r) { return r.pointer_bytes == bytes; };
        if (!any_within(spec, record, asks)) continue;
        const std::string size = fmt::format(fmt::runtime(questions.pointer), bytes, bytes * 8);
        text = text.empty() ? size : fmt::format(fmt::runtime(questions.both), text, size);
    }
    return text;
}

}  // namespace abi::gen
