#include "read/clang/unit.h"

#include <algorithm>
#include <array>
#include <functional>
#include <memory>
#include <ranges>
#include <string_view>
#include <utility>

#include "clang/Driver/Types.h"
#include "clang/Frontend/CompilerInstance.h"
#include "clang/Frontend/FrontendAction.h"
#include "clang/Frontend/FrontendActions.h"
#include "clang/Lex/PreprocessorOptions.h"
#include "clang/Serialization/PCHContainerOperations.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "model/readers.h"
#include "read/clang/command.h"
#include "read/clang/diagnostics.h"
#include "read/clang/facts.h"
#include "read/clang/home.h"
#include "read/clang/invocation.h"
#include "read/clang/local.h"
#include "read/clang/place.h"
#include "read/clang/tail.h"
#include "read/source_path.h"

namespace abi::clang_reader {
namespace {

class AtEndOfUnit : public clang::ASTConsumer {
  public:
    explicit AtEndOfUnit(std::function<void()> read) : read_(std::move(read)) {}
    void HandleTranslationUnit(clang::ASTContext& /*context*/) override { read_(); }

  private:
    std::function<void()> read_;
};

class ReadDeclarations : public clang::ASTFrontendAction {
  public:
    using Step = std::function<void(clang::CompilerInstance&)>;
    ReadDeclarations(Step begin, Step read) : begin_(std::move(begin)), read_(std::move(read)) {}

  protected:
    bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
        begin_(compiler);
        return true;
    }
    std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                          llvm::StringRef /*file*/) override {
        return std::make_unique<AtEndOfUnit>([this, &compiler] { read_(compiler); });
    }

  private:
    Step begin_;
    Step read_;
};

/// Returns the text of the main file with the tail at its end, or null if it cannot be read. It must outlive the
/// compiler.
std::unique_ptr<llvm::MemoryBuffer> append_tail(clang::CompilerInvocation& invocation, llvm::vfs::FileSystem& files,
                                                const std::vector<std::string>& names, TailPlace& place) {
    const auto& inputs = invocation.getFrontendOpts().Inputs;
    if (inputs.empty() || !inputs.front().isFile()) return nullptr;
    const std::string path = inputs.front().getFile().str();
    const auto text = files.getBufferForFile(path);
    if (!text) return nullptr;  // clang reports the error
    const UnitTail tail = unit_tail(names);
    const std::size_t begin = (*text)->getBufferSize();
    place = {
        .exists = true, .begin = begin, .asked_begin = begin + tail.asked_begin, .asked_end = begin + tail.asked_end};
    auto whole = llvm::MemoryBuffer::getMemBufferCopy(((*text)->getBuffer() + tail.text).str(), path);
    auto& options = invocation.getPreprocessorOpts();
    options.addRemappedFile(path, whole.get());
    options.RetainRemappedFileBuffers = true;
    return whole;
}

/// If clang does not compile files with this suffix, sets what the problem expected and what it found. Otherwise the
/// reason is in the command. `bytes`: the size of the file, if it exists.
void explain_suffix(Problem& problem, llvm::StringRef suffix, std::optional<std::uint64_t> bytes) {
    constexpr std::array<std::string_view, 8> of_objects{"o", "a", "so", "obj", "ko", "elf", "dll", "exe"};
    suffix.consume_front(".");
    const auto type = clang::driver::types::lookupTypeForExtension(suffix);
    if (type != clang::driver::types::TY_INVALID && clang::driver::types::isDerivedFromC(type)) return;
    const std::string_view name = suffix;
    if (llvm::is_contained(of_objects, name)) {
        problem.expected = "an object, an archive or an executable";
        problem.found = bytes == 0 ? "an empty file" : "another kind of file";
    } else if (llvm::is_contained(probe_languages | std::views::transform(&ProbeLanguage::suffix), name)) {
        problem.expected = "a compiled file, or a source in C or C++";
        problem.found =
            "." + suffix.str() +
            ", which a probe reads by its own compiler (\"reader\": \"probe\" of a layer in .abi-check.json)";
    } else {
        problem.expected = "a compiled file, or a source whose suffix clang knows as C or C++";
        problem.found = (suffix.empty() ? "no suffix" : "." + suffix.str()) +
                        "; name its language by the flag -x c or -x c++: abi-check … FILE -- -x c";
    }
}

/// Why a unit could not be read.
Problem problem_of(const UnitDiagnostics& errors, const BuildCommand& command, const std::string& root,
                   llvm::vfs::FileSystem& files) {
    Problem problem = errors.first.value_or(Problem{.place = {}, .pointer = "", .expected = "", .found = ""});
    if (problem.found.empty() || errors.compiles_nothing) {
        problem.found = "the command does not compile exactly one source file";
        const auto status = files.status(command.file);
        const auto bytes = status ? std::optional<std::uint64_t>(status->getSize()) : std::nullopt;
        explain_suffix(problem, llvm::sys::path::extension(command.file), bytes);
    }
    if (problem.place.file.empty()) problem.place.file = below_root(root, command.file);
    return problem;
}

struct Attempt {
    Unit unit;
    bool wants_bodies = false;  // the missing names may be declared in skipped bodies
};

Attempt attempt(const BuildCommand& command, const Wishes& wishes, const std::string& root,
                llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> files, Bodies bodies) {
    UnitDiagnostics errors(root);
    Dropped dropped;
    Attempt made;
    auto& unit = made.unit;
    const auto failed = [&] {
        unit.layout.reset();
        unit.problem = problem_of(errors, command, root, *files);
        return made;
    };

    if (command.problem) {
        errors.first = command.problem;
        return failed();
    }
    if (const auto response = unread_response_file(command.arguments); !response.empty()) {
        errors.first = Problem{
            .place = {}, .pointer = "", .expected = "a response file that can be read", .found = "no " + response};
        return failed();
    }
    if (clang_home().resources.empty() && !names_resources(command.arguments)) {
        errors.first = Problem{
            .place = {},
            .pointer = "",
            .expected = "clang's own headers in " + clang_home().expected + "/include, beside the installed program",
            .found = "no such folder; install the whole package, or name a -resource-dir"};
        return failed();
    }
    const auto invocation = make_invocation(command, files, errors);
    if (!invocation) return failed();
    invocation->getFrontendOpts().SkipFunctionBodies = bodies == Bodies::skipped;
    const auto asked = tail_names(wishes);
    const auto text = append_tail(*invocation, *files, asked, errors.tail);

    clang::CompilerInstance compiler(std::make_shared<clang::PCHContainerOperations>());
    compiler.setInvocation(invocation);
    compiler.setVerboseOutputStream(std::make_unique<llvm::raw_null_ostream>());
    compiler.createDiagnostics(&errors, /*ShouldOwnClient=*/false);
    compiler.createFileManager(files);
    compiler.createSourceManager(compiler.getFileManager());

    const auto begin = [&](clang::CompilerInstance& starting) {
        errors.machine = starting.getTarget().getTriple();
        ask_for_unknown_attributes(starting.getDiagnostics());
        watch_storage_order(starting.getPreprocessor(), dropped.orders);
        if (errors.tail.exists && !asked.empty()) shield_tail(starting.getPreprocessor(), errors.tail.begin);
    };
    const auto read = [&](clang::CompilerInstance& parsed) {
        if (errors.tail.exists && !errors.first && !reached_tail(parsed.getASTContext())) {
            errors.add_unclosed_body(parsed.getSourceManager());
        }
        if (errors.first) return;
        dropped.attributes = std::move(errors.unknown_attributes);
        unit.layout = read_declarations(parsed, wishes, root, bodies, dropped);
        unit.layout->failed_assertions = std::move(errors.failed_assertions);
        unit.layout->facts = facts_of_unit(parsed.getASTContext(), command.arguments);
        made.wants_bodies = bodies == Bodies::skipped && may_be_local(wishes.names, *unit.layout, parsed);
    };
    ReadDeclarations action(begin, read);
    compiler.ExecuteAction(action);
    if (errors.first || !unit.layout) return failed();
    return made;
}

}  // namespace

Unit read_unit(const BuildCommand& command, const Wishes& wishes, const std::string& root,
               const llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem>& files) {
    auto made = attempt(command, wishes, root, files, Bodies::skipped);
    if (made.wants_bodies) made = attempt(command, wishes, root, files, Bodies::read);
    return std::move(made.unit);
}

}  // namespace abi::clang_reader
