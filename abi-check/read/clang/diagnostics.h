// What clang says while it reads a unit, and what of it counts.
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

/// Where the unit's own text ends in its main file, and where the lines about
/// names that are asked for stand.
struct TailPlace {
    bool exists = false;
    std::size_t begin = 0;
    std::size_t asked_begin = 0;
    std::size_t asked_end = 0;
};

/// Keeps the first error and the attributes that clang does not know, and hears
/// nothing else.
class UnitDiagnostics : public clang::DiagnosticConsumer {
  public:
    explicit UnitDiagnostics(std::string root) : root_(std::move(root)) {}

    void HandleDiagnostic(clang::DiagnosticsEngine::Level level, const clang::Diagnostic& diagnostic) override;

    /// The parser stopped short of the end of the unit and did not say why.
    void add_unclosed_body(const clang::SourceManager& sources);

    std::optional<Problem> first;
    bool compiles_nothing = false;  // the driver found no source in the command
    std::vector<UnknownAttribute> unknown_attributes;
    TailPlace tail;
    std::optional<llvm::Triple> machine;  // set once it is known

  private:
    bool is_of_question(const clang::Diagnostic& diagnostic) const;
    Place place_of(const clang::Diagnostic& diagnostic) const;
    Place end_of_unit(const clang::SourceManager& sources) const;

    std::string root_;
};

/// Lets the remarks be heard that UnitDiagnostics wants, whatever -w and
/// -Wno-attributes of the command say. In system headers they are not made, and
/// a pragma in the source still silences them.
void ask_for_unknown_attributes(clang::DiagnosticsEngine& engine);

}  // namespace abi::clang_reader
