#include "read/clang/facts.h"

#include <memory>
#include <optional>

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/LangOptions.h"
#include "clang/Basic/TargetInfo.h"
#include "clang/Basic/TargetOptions.h"
#include "clang/Basic/Version.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "model/unit_facts.h"
#include "read/clang/command.h"
#include "read/clang/reader.h"
#include "read/clang/unit.h"
#include "read/facts.h"

namespace abi::clang_reader {
namespace {

std::string enum_bits(const clang::ASTContext& context, const std::vector<std::string>& arguments) {
    if (context.getLangOpts().ShortEnums) return "8";
    const bool is_open = leaves_enums_open(context.getTargetInfo().getTriple()) && !states_enum_size(arguments);
    if (is_open) return std::string(open_choice);
    return std::to_string(context.getTargetInfo().getIntWidth());
}

/// The facts that name a machine.
TargetFacts machine_of(const clang::TargetInfo& target) {
    TargetFacts facts;
    set_machine(target.getTriple(), facts);
    set_byte_order(!target.isBigEndian(), facts);
    facts[Fact::pointer_bits] = std::to_string(target.getPointerWidth(clang::LangAS::Default));
    facts[Fact::long_bits] = std::to_string(target.getLongWidth());
    return facts;
}

/// Without flags, clang's driver is not needed. It takes longer than a unit that the cache holds.
std::optional<TargetFacts> machine_of(const llvm::Triple& triple) {
    clang::IgnoringDiagConsumer ignored;
    clang::DiagnosticsEngine diagnostics(llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(),
                                         llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>(), &ignored,
                                         /*ShouldOwnClient=*/false);
    auto options = std::make_shared<clang::TargetOptions>();
    options->Triple = triple.str();
    const llvm::IntrusiveRefCntPtr<clang::TargetInfo> info(clang::TargetInfo::CreateTargetInfo(diagnostics, options));
    return info ? std::optional(machine_of(*info)) : std::nullopt;
}

/// With flags, clang reads an empty file for the target.
std::optional<TargetFacts> machine_with_flags(const Target& target) {
    const std::string file = "/target.c";
    auto files = llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>();
    files->addFile(file, 0, llvm::MemoryBuffer::getMemBuffer("", file));
    const auto adjusted =
        adjust_command({"clang", "-nostdinc", file}, {.flags = {}, .target = target, .extra_args = {}});
    if (adjusted.problem) return std::nullopt;
    const BuildCommand command{file, "/", adjusted.arguments};
    auto unit = read_unit(command, {}, "/", files);
    return unit.layout ? std::optional(std::move(unit.layout->facts)) : std::nullopt;
}

bool has_microsoft_records(const clang::ASTContext& context) {
    return context.getTargetInfo().getCXXABI().isMicrosoft() || context.getLangOpts().MSBitfields;
}

}  // namespace

TargetFacts facts_of_unit(const clang::ASTContext& context, const std::vector<std::string>& arguments) {
    const auto& target = context.getTargetInfo();
    TargetFacts facts = machine_of(target);
    const auto align = [&](clang::QualType type) { return std::to_string(context.getTypeAlign(type) / 8); };
    facts[Fact::long_double_bits] = std::to_string(target.getLongDoubleWidth());
    facts[Fact::wchar_bits] = std::to_string(target.getWCharWidth());
    facts[Fact::u64_align] = align(context.UnsignedLongLongTy);
    if (target.hasInt128Type()) facts[Fact::u128_align] = align(context.UnsignedInt128Ty);
    facts[Fact::double_align] = align(context.DoubleTy);
    facts[Fact::char_sign] = context.getLangOpts().CharIsSigned ? "signed" : "unsigned";
    facts[Fact::enum_bits] = enum_bits(context, arguments);
    facts[Fact::record_layout] = has_microsoft_records(context) ? "microsoft" : "itanium";
    facts[Fact::compiler] = "clang " CLANG_VERSION_MAJOR_STRING;
    return facts;
}

TargetFacts facts_of_target(const Target& target) {
    if (target.triple.empty()) return {};
    const llvm::Triple triple(llvm::Triple::normalize(target.triple));
    if (triple.getArch() == llvm::Triple::UnknownArch) return {};
    if (target.triple.find('-') == std::string::npos) {
        TargetFacts machine;  // only an architecture: it may have several ABIs
        machine[Fact::architecture] = architecture_word(triple.getArch());
        set_byte_order(triple.isLittleEndian(), machine);
        return machine;
    }
    auto known = target.flags.empty() ? machine_of(triple) : machine_with_flags(target);
    if (known) return std::move(*known);
    // A flag names a file, or clang does not know the whole triple.
    TargetFacts facts;
    set_machine(triple, facts);
    return facts;
}

}  // namespace abi::clang_reader
