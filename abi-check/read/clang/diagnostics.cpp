#include "read/clang/diagnostics.h"

#include <algorithm>

#include "clang/Basic/AllDiagnostics.h"
#include "clang/Basic/IdentifierTable.h"
#include "clang/Lex/Lexer.h"
#include "llvm/ADT/SmallString.h"
#include "read/clang/packages.h"
#include "read/clang/place.h"

namespace abi::clang_reader {
namespace {

bool is_of_unknown_attribute(const clang::Diagnostic& diagnostic) {
    return diagnostic.getID() == clang::diag::warn_unknown_attribute_ignored ||
           diagnostic.getID() == clang::diag::warn_unhandled_ms_attribute_ignored;
}

/// An attribute that may change a layout.
std::optional<UnknownAttribute> attribute_in(const clang::Diagnostic& diagnostic) {
    if (!diagnostic.hasSourceManager() || diagnostic.getArgKind(0) != clang::DiagnosticsEngine::ak_identifierinfo) {
        return std::nullopt;
    }
    // The place begins at the scope, if there is one. The name is without it.
    const auto& sources = diagnostic.getSourceManager();
    const auto spelled = sources.getSpellingLoc(diagnostic.getLocation());
    const llvm::StringRef name = diagnostic.getArgIdentifier(0)->getName();
    const llvm::StringRef first(sources.getCharacterData(spelled),
                                clang::Lexer::MeasureTokenLength(spelled, sources, {}));
    return unknown_attribute(first == name ? "" : first, name, diagnostic.getLocation());
}

bool is_without_job(const clang::Diagnostic& diagnostic) {
    return diagnostic.getID() == clang::diag::err_fe_expected_compiler_job;
}

/// The option that the driver ignores although it may be one that decides a layout, or "". Of the options that clang
/// does not use at all, only those of the machine matter: others wait for another language (-fcoroutines in C).
std::string ignored_option(const clang::Diagnostic& diagnostic) {
    const auto id = diagnostic.getID();
    const bool is_unused = id == clang::diag::warn_drv_unused_argument;
    if (!is_unused && id != clang::diag::warn_drv_clang_unsupported &&
        id != clang::diag::warn_drv_unsupported_option_for_target &&
        id != clang::diag::warn_drv_unsupported_option_for_processor) {
        return "";
    }
    std::string option;
    if (diagnostic.getArgKind(0) == clang::DiagnosticsEngine::ak_std_string) option = diagnostic.getArgStdStr(0);
    if (diagnostic.getArgKind(0) == clang::DiagnosticsEngine::ak_c_string) option = diagnostic.getArgCStr(0);
    return is_unused && !llvm::StringRef(option).starts_with("-m") ? "" : option;
}

bool is_static_assertion(const clang::Diagnostic& diagnostic) {
    return diagnostic.getID() == clang::diag::err_static_assert_failed ||
           diagnostic.getID() == clang::diag::err_static_assert_requirement_failed;
}

std::string words_of(const clang::Diagnostic& diagnostic) {
    // The rest of clang's message is the whole command.
    if (is_without_job(diagnostic)) return "the command does not compile exactly one source file";
    llvm::SmallString<128> text;
    diagnostic.FormatDiagnostic(text);
    return std::string(text.str());
}

}  // namespace

void UnitDiagnostics::HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) {
    if (is_of_unknown_attribute(diagnostic)) {
        if (auto unknown = attribute_in(diagnostic)) unknown_attributes.push_back(std::move(*unknown));
        return;
    }
    if (const auto option = ignored_option(diagnostic); !option.empty() && !first) {
        first = Problem{.place = {},
                        .pointer = "",
                        .expected = "options that this reader can follow",
                        .found = option + ", which clang ignores for this machine"};
        return;
    }
    if (level < clang::DiagnosticsEngine::Error || first) return;
    if (diagnostic.hasSourceManager() && is_of_question(diagnostic)) return;
    if (is_static_assertion(diagnostic)) return add_assertion(diagnostic);
    compiles_nothing = is_without_job(diagnostic);
    first = Problem{.place = place_of(diagnostic), .pointer = "", .expected = "", .found = words_of(diagnostic)};
    if (diagnostic.getID() == clang::diag::err_pp_file_not_found && machine) {
        const auto package = package_with_header(diagnostic.getArgStdStr(0), *machine);
        if (package.empty()) return;
        first->found += "; the Debian package " + package + " has it";
        const auto beside = llvm::StringRef(package).starts_with("libstdc++") ? "" : package_to_look_by(*machine);
        if (!beside.empty()) first->found += ", and clang looks there only if " + beside + " is installed, too";
    }
}

void UnitDiagnostics::add_assertion(const clang::Diagnostic& diagnostic) {
    Problem made{.place = place_of(diagnostic), .pointer = "", .expected = "", .found = words_of(diagnostic)};
    const auto is_same = [&](const Problem& other) { return other.place == made.place; };
    if (std::ranges::none_of(failed_assertions, is_same)) failed_assertions.push_back(std::move(made));
}

void UnitDiagnostics::add_unclosed_body(const clang::SourceManager& sources) {
    first = Problem{.place = end_of_unit(sources),
                    .pointer = "",
                    .expected = "'}' of a function body",
                    .found = "the end of the file"};
}

/// Whether the diagnostic is about a wanted name in the tail. A macro that is not an integer constant, or a template
/// that the unit does not declare, is not an error of the unit.
bool UnitDiagnostics::is_of_question(const clang::Diagnostic& diagnostic) const {
    const auto& sources = diagnostic.getSourceManager();
    if (!tail.exists || diagnostic.getLocation().isInvalid()) return false;
    const auto [file, offset] = sources.getDecomposedExpansionLoc(diagnostic.getLocation());
    return file == sources.getMainFileID() && offset >= tail.asked_begin && offset < tail.asked_end;
}

Place UnitDiagnostics::place_of(const clang::Diagnostic& diagnostic) const {
    if (!diagnostic.hasSourceManager() || diagnostic.getLocation().isInvalid()) return {};
    const auto& sources = diagnostic.getSourceManager();
    const auto location = sources.getFileLoc(diagnostic.getLocation());
    // An error in the tail is placed at the end of the unit's own text.
    const auto [file, offset] = sources.getDecomposedLoc(location);
    if (tail.exists && file == sources.getMainFileID() && offset > tail.begin) return end_of_unit(sources);
    return Places(sources, root_).of(location);
}

Place UnitDiagnostics::end_of_unit(const clang::SourceManager& sources) const {
    const auto start = sources.getLocForStartOfFile(sources.getMainFileID());
    return Places(sources, root_).of(start.getLocWithOffset(static_cast<int>(tail.begin)));
}

void ask_for_unknown_attributes(clang::DiagnosticsEngine& engine) {
    // As a remark, it is not disabled by -w.
    for (const unsigned id : {unsigned{clang::diag::warn_unknown_attribute_ignored},
                              unsigned{clang::diag::warn_unhandled_ms_attribute_ignored}}) {
        engine.setSeverity(id, clang::diag::Severity::Remark, {});
    }
}

}  // namespace abi::clang_reader
