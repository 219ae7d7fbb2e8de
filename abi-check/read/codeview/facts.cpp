#include "read/codeview/facts.h"

#include <algorithm>

#include "llvm/DebugInfo/CodeView/SymbolDeserializer.h"
#include "llvm/DebugInfo/CodeView/SymbolRecord.h"

namespace abi::codeview {
namespace {

constexpr std::size_t longest_compiler = 60;

/// The version that the compiler states (S_COMPILE3), or "".
std::string version_of(const Image& image) {
    std::string version;
    for_each_symbol(image, [&](const cv::CVSymbol& symbol) {
        if (symbol.kind() != cv::S_COMPILE3) return true;
        auto compile = cv::SymbolDeserializer::deserializeAs<cv::Compile3Sym>(symbol);
        if (compile) {
            version = compile->Version.str();
        } else {
            llvm::consumeError(compile.takeError());
        }
        return version.empty();
    });
    return version;
}

/// "clang 19" of "Debian clang version 19.1.7 (3+b1)", "rustc 1.77.2" of "clang LLVM (rustc version 1.77.2 (25ef9))".
std::string compiler_of(std::string_view version) {
    for (const auto& [name, mark] : {std::pair{std::string_view("rustc "), std::string_view("rustc version ")},
                                     std::pair{std::string_view("clang "), std::string_view("clang version ")}}) {
        const auto at = version.find(mark);
        if (at == std::string_view::npos) continue;
        const auto number = version.substr(at + mark.size());
        const auto end = number.find_first_not_of(name.starts_with("clang") ? "0123456789" : "0123456789.");
        return std::string(name) + std::string(number.substr(0, std::min(end, longest_compiler)));
    }
    return std::string(version.substr(0, longest_compiler));
}

struct Build {
    std::string_view tool;     // the path of the compiler
    std::string_view command;  // its options; clang writes each in quotes
};

/// What a compiler wrote about its command (LF_BUILDINFO): the first of the image.
Build build_of(const Image& image) {
    const auto& ids = image.ids();
    for (auto number = ids.begin(); number != ids.end(); ++number) {
        const cv::TypeIndex index(number);
        if (ids.kind_of(index) != cv::LF_BUILDINFO) continue;
        const auto info = ids.read<cv::BuildInfoRecord>(index);
        if (!info || info->ArgIndices.size() <= cv::BuildInfoRecord::CommandLine) continue;
        return {string_of(image, info->ArgIndices[cv::BuildInfoRecord::BuildTool]),
                string_of(image, info->ArgIndices[cv::BuildInfoRecord::CommandLine])};
    }
    return {};
}

/// The word behind `"-triple"` on the command line of clang's compiler proper, or "".
std::string_view triple_on(std::string_view command) {
    constexpr std::string_view option = "\"-triple\" \"";
    const auto at = command.find(option);
    if (at == std::string_view::npos) return {};
    const auto word = command.substr(at + option.size());
    return word.substr(0, word.find('"'));
}

bool is_microsofts(std::string_view version, std::string_view tool) {
    return version.starts_with("Microsoft") || tool.ends_with("\\cl.exe");
}

}  // namespace

TargetFacts facts_of_image(const Image& image) {
    TargetFacts facts = image.facts;
    const auto version = version_of(image);
    const auto build = build_of(image);
    facts[Fact::compiler] = compiler_of(version);
    if (is_microsofts(version, build.tool)) {
        facts[Fact::environment] = "msvc";
        facts[Fact::record_layout] = "microsoft";
    } else if (const auto word = triple_on(build.command); !word.empty()) {
        const llvm::Triple triple(llvm::StringRef(word.data(), word.size()));
        const bool is_microsoft =
            triple.isWindowsMSVCEnvironment() || build.command.find("\"-mms-bitfields\"") != std::string_view::npos;
        const auto environment = llvm::Triple::getEnvironmentTypeName(triple.getEnvironment()).str();
        if (triple.getEnvironment() != llvm::Triple::UnknownEnvironment) facts[Fact::environment] = environment;
        facts[Fact::record_layout] = is_microsoft ? "microsoft" : "itanium";
    }
    return facts;
}

}  // namespace abi::codeview
