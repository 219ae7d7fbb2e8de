#include "read/clang/machine.h"

#include <algorithm>
#include <array>
#include <memory>
#include <mutex>
#include <string_view>

#include "clang/Basic/Diagnostic.h"
#include "clang/Basic/DiagnosticIDs.h"
#include "clang/Basic/DiagnosticOptions.h"
#include "clang/Driver/Compilation.h"
#include "clang/Driver/Driver.h"
#include "clang/Driver/ToolChain.h"
#include "clang/Tooling/Tooling.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/TargetSelect.h"
#include "llvm/Support/VirtualFileSystem.h"
#include "llvm/TargetParser/Host.h"
#include "read/clang/command.h"
#include "read/clang/option_words.h"

namespace abi::clang_reader {
namespace {

namespace options = clang::driver::options;

/// Programs that start the compiler, which follows them in the command.
constexpr std::array<std::string_view, 9> launchers{"ccache", "sccache",    "distcc", "icecc", "gomacc",
                                                    "goma",   "buildcache", "env",    "nice"};

/// Compilers whose name is not a triple, and their machines.
struct Named {
    std::string_view name;
    std::string_view triple;
};
constexpr std::array<Named, 3> named_compilers{Named{"emcc", "wasm32-unknown-emscripten"},
                                               Named{"em++", "wasm32-unknown-emscripten"},
                                               Named{"tiarmclang", "arm-none-eabi"}};

/// Machines of GCC that LLVM does not know, where the name of the compiler has no other part ("arc-gcc").
constexpr std::array<std::string_view, 24> machines_of_gcc{
    "alpha", "arc",   "c6x",   "cris",  "epiphany", "frv", "h8300", "hppa", "ia64", "iq2000", "lm32",    "m32r",
    "mcore", "moxie", "nds32", "nios2", "or1k",     "pru", "rl78",  "rx",   "sh",   "sh4",    "tricore", "v850"};

constexpr std::array<std::string_view, 7> compiler_names{"gcc", "g++", "cc", "c++", "clang", "clang++", "cpp"};

std::string base_name(std::string_view path) {
    return llvm::sys::path::filename(llvm::StringRef(path)).str();
}

bool is_launcher(const std::string& word) {
    return std::ranges::find(launchers, base_name(word)) != launchers.end();
}

void remove_launchers(std::vector<std::string>& command) {
    auto compiler = command.begin();
    while (compiler != command.end() && is_launcher(*compiler)) {
        ++compiler;
        while (compiler != command.end() && !compiler->starts_with("/") && compiler->find('=') != std::string::npos) {
            ++compiler;  // a variable of env
        }
    }
    if (compiler != command.end()) command.erase(command.begin(), compiler);
}

/// What stands before the compiler's own name: "arm-none-eabi" of "arm-none-eabi-gcc-12.2". "" if it is none.
std::string prefix_of(const std::string& program) {
    std::string_view name = program;
    for (auto dash = name.rfind('-'); dash != std::string_view::npos; dash = name.rfind('-')) {
        const auto last = name.substr(dash + 1);
        name = name.substr(0, dash);
        if (std::ranges::find(compiler_names, last) != compiler_names.end()) return std::string(name);
    }
    return "";
}

/// The triple that the name of a compiler contains, or "".
std::string named_triple(const std::string& program) {
    const auto* const named = std::ranges::find(named_compilers, program, &Named::name);
    if (named != named_compilers.end()) return std::string(named->triple);
    auto prefix = prefix_of(program);
    if (prefix.find('-') == std::string::npos) {
        return std::ranges::find(machines_of_gcc, prefix) != machines_of_gcc.end() ? prefix : "";
    }
    // The GCC of xPack is one compiler for both widths; -march selects 64 bits.
    if (prefix.starts_with("riscv-")) return "riscv32" + prefix.substr(5);
    return prefix;
}

bool names_target(const std::vector<std::string>& command) {
    return std::ranges::any_of(options_of(command), [](const Option& one) { return is(one, options::OPT_target); });
}

/// "gcc", "arm-none-eabi-g++-12.2"; not "clang".
bool is_gcc(std::string_view program) {
    return program.find("gcc") != std::string_view::npos || program.find("g++") != std::string_view::npos;
}

bool is_arm(const llvm::Triple& triple) {
    return triple.isARM() || triple.isThumb();
}

/// The triple of a compilation. For ARM, the driver applies -mbig-endian and -mlittle-endian only in the triple of the
/// front end, which also names the version of the architecture.
llvm::Triple triple_of(const clang::driver::Compilation& compilation) {
    const auto& tools = compilation.getDefaultToolChain();
    auto triple = tools.getTriple();
    if (!is_arm(triple)) return triple;
    const llvm::Triple effective(tools.ComputeEffectiveClangTriple(compilation.getArgs()));
    if (triple.isLittleEndian() != effective.isLittleEndian()) {
        triple.setArch(effective.isLittleEndian() ? llvm::Triple::arm : llvm::Triple::armeb);
    }
    return triple;
}

}  // namespace

llvm::Triple machine_of(const std::vector<std::string>& command) {
    auto silent = without_left_out(command);
    if (silent.empty()) silent.emplace_back("clang");
    silent.insert(silent.begin() + 1, "-fsyntax-only");
    if (end_of_options(silent) == silent.size()) silent.insert(silent.end(), {"--", "unit.c"});
    std::vector<const char*> words;
    words.reserve(silent.size());
    for (const auto& word : silent) words.push_back(word.c_str());

    clang::IgnoringDiagConsumer ignored;
    clang::DiagnosticsEngine diagnostics(llvm::makeIntrusiveRefCnt<clang::DiagnosticIDs>(),
                                         llvm::makeIntrusiveRefCnt<clang::DiagnosticOptions>(), &ignored,
                                         /*ShouldOwnClient=*/false);
    clang::driver::Driver driver(silent.front(), llvm::sys::getDefaultTargetTriple(), diagnostics, "clang",
                                 llvm::makeIntrusiveRefCnt<llvm::vfs::InMemoryFileSystem>());
    driver.setCheckInputsExist(false);
    const std::unique_ptr<clang::driver::Compilation> made(driver.BuildCompilation(words));
    return made ? triple_of(*made) : llvm::Triple(llvm::sys::getDefaultTargetTriple());
}

void add_named_machine(std::vector<std::string>& command) {
    // The names of cross compilers are matched against LLVM's list of targets.
    static std::once_flag targets_known;
    std::call_once(targets_known, [] { llvm::InitializeAllTargetInfos(); });

    remove_launchers(command);
    if (command.empty()) return;
    const std::string program = base_name(command.front());
    clang::tooling::addTargetAndModeForProgramName(command, program);
    if (names_target(command)) return;
    const auto triple = named_triple(program);
    if (!triple.empty()) command.insert(command.begin() + 1, "--target=" + triple);
}

std::vector<std::string> defaults_of_gcc(const std::vector<std::string>& command, const llvm::Triple& machine) {
    const auto environment = machine.getEnvironment();
    const bool is_bare = machine.getOS() == llvm::Triple::UnknownOS &&
                         (environment == llvm::Triple::EABI || environment == llvm::Triple::EABIHF);
    if (command.empty() || !is_arm(machine) || !is_bare || !is_gcc(base_name(command.front()))) return {};
    // GCC's -mabi=aapcs is the default; its other ABIs have no short enumerations.
    const bool has_other_abi = std::ranges::any_of(options_of(command), [](const Option& one) {
        return is(one, options::OPT_mabi_EQ) && llvm::StringRef(one.parsed->getValue()) != "aapcs";
    });
    return has_other_abi ? std::vector<std::string>() : std::vector<std::string>{"-fshort-enums"};
}

bool is_same_machine(const llvm::Triple& a, const llvm::Triple& b) {
    if (is_arm(a) && is_arm(b)) return a.isLittleEndian() == b.isLittleEndian();
    return a.getArch() == b.getArch();
}

bool is_same_system(const llvm::Triple& a, const llvm::Triple& b) {
    return a.getOS() == b.getOS() && a.getEnvironment() == b.getEnvironment();
}

}  // namespace abi::clang_reader
