// The diagnostics of clang for one unit, and which of them count.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/SourceManager.h"
#include "llvm/TargetParser/Triple.h"
#include "model/problem.h"
#include "read/clang/attributes.h"

namespace abi::clang_reader {

/// Where the tail (tail.h) lies in the main file of a unit, and within it the lines about the wanted names.
struct TailPlace {
    bool exists = false;
    std::size_t begin = 0;
    std::size_t asked_begin = 0;
    std::size_t asked_end = 0;
};

/// Keeps the first error, the static assertions that fail, and the attributes that clang does not know. An option that
/// clang ignores counts as an error. A static assertion that fails is not an error of the unit, because it changes no
/// layout. Ignores everything else.
class UnitDiagnostics : public clang::DiagnosticConsumer {
  public:
    explicit UnitDiagnostics(std::string root) : root_(std::move(root)) {}

    void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) override;

    /// Adds an error for a parser that stopped before the end of the unit without a diagnostic.
    void add_unclosed_body(const clang::SourceManager& sources);

    std::optional<Problem> first;
    bool compiles_nothing = false;  // the driver found no source in the command
    std::vector<UnknownAttribute> unknown_attributes;
    std::vector<Problem> failed_assertions;  // each place once
    TailPlace tail;
    std::optional<llvm::Triple> machine;  // set once it is known

  private:
    void add_assertion(const clang::Diagnostic& diagnostic);
    bool is_of_question(const clang::Diagnostic& diagnostic) const;
    Place place_of(const clang::Diagnostic& diagnostic) const;
    Place end_of_unit(const clang::SourceManager& sources) const;

    std::string root_;
};

/// Enables the warnings that UnitDiagnostics needs, even if the command has -w or -Wno-attributes. Clang still gives
/// none for system headers, and a pragma in the source can disable them.
void ask_for_unknown_attributes(clang::DiagnosticsEngine& engine);

}  // namespace abi::clang_reader
