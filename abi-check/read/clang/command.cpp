#include "read/clang/command.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string_view>
#include <utility>

#include "clang/Driver/Options.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/Option/Arg.h"
#include "llvm/Option/ArgList.h"
#include "llvm/Support/Path.h"
#include "llvm/TargetParser/Host.h"
#include "llvm/TargetParser/Triple.h"

namespace abi::clang_reader {
namespace {

namespace options = clang::driver::options;

/// Which options of a command stay.
struct Keep {
    bool machine = true;  // -march and similar
    bool system = true;   // the target, the sysroot, the GCC installation
};

/// Options that write files, print something, or turn warnings into errors.
constexpr std::array<unsigned, 31> outputs{
    options::OPT_o,
    options::OPT_c,
    options::OPT_S,
    options::OPT_E,
    options::OPT_emit_llvm,
    options::OPT_M_Group,
    options::OPT_MJ,
    options::OPT__serialize_diags,
    options::OPT_save_temps,
    options::OPT_save_temps_EQ,
    options::OPT_save_stats,
    options::OPT_save_stats_EQ,
    options::OPT_v,
    options::OPT__HASH_HASH_HASH,
    options::OPT_H,
    options::OPT_ftime_trace,
    options::OPT_ftime_trace_EQ,
    options::OPT_ftime_report,
    options::OPT_ftime_report_EQ,
    options::OPT_fproc_stat_report,
    options::OPT_fproc_stat_report_EQ,
    options::OPT_fplugin_EQ,
    options::OPT_fplugin_arg,
    options::OPT_fpass_plugin_EQ,
    options::OPT_pedantic_errors,
    options::OPT_include_pch,
    options::OPT_Link_Group,
    options::OPT_Wa_COMMA,
    options::OPT_Wl_COMMA,
    options::OPT_Xassembler,
    options::OPT_Xlinker,
};

/// Options for one machine, or that the driver refuses for some machines.
constexpr std::array<unsigned, 9> machine_options{
    options::OPT_m_Group,
    options::OPT_arch,
    options::OPT_Xarch__,
    options::OPT_fcf_protection_EQ,
    options::OPT_fzero_call_used_regs_EQ,
    options::OPT_fxray_instrument,
    options::OPT_fpatchable_function_entry_EQ,
    options::OPT_fsplit_stack,
    options::OPT_mllvm,
};
constexpr std::array<std::string_view, 4> machine_prefixes{"-ffixed-", "-fsanitize", "-fno-sanitize", "-moutline"};

constexpr std::array<unsigned, 5> system_options{
    options::OPT_target,        options::OPT__sysroot_EQ,        options::OPT_isysroot,
    options::OPT_gcc_toolchain, options::OPT_gcc_install_dir_EQ,
};

/// Options of cc1 that are followed by a value (`-Xclang -target-feature -Xclang +v`).
constexpr std::array<std::string_view, 4> output_pairs{"-include-pch", "-load", "-plugin", "-add-plugin"};
constexpr std::array<std::string_view, 4> machine_pairs{"-target-feature", "-target-cpu", "-tune-cpu", "-target-abi"};

template <std::size_t Count>
bool matches_any(const llvm::opt::Arg& argument, const std::array<unsigned, Count>& ids) {
    return std::ranges::any_of(ids, [&](unsigned id) { return argument.getOption().matches(id); });
}

bool is_output(const llvm::opt::Arg& argument) {
    if (matches_any(argument, outputs)) return true;
    // -Werror, -Werror=unused, -Werror-implicit-function-declaration,
    // -Wfatal-errors
    const llvm::StringRef value = argument.getNumValues() != 0 ? argument.getValue() : "";
    if (argument.getOption().matches(options::OPT_W_Joined)) {
        return value.starts_with("error") || value == "fatal-errors";
    }
    return false;
}

bool is_unknown(const llvm::opt::Arg& argument) {
    return argument.getOption().getKind() == llvm::opt::Option::UnknownClass;
}

bool is_machine(const llvm::opt::Arg& argument) {
    // -mms-bitfields changes the layout, and clang knows it for every machine.
    if (argument.getOption().matches(options::OPT_mms_bitfields)) return false;
    const std::string_view spelling = argument.getSpelling();
    if (is_unknown(argument) && spelling.starts_with("-m")) return true;
    return matches_any(argument, machine_options) ||
           std::ranges::any_of(machine_prefixes, [&](auto prefix) { return spelling.starts_with(prefix); });
}

/// Options of GCC that change a layout. They stay, so that clang refuses them; without them it would read wrong
/// layouts.
constexpr std::array<std::string_view, 15> foreign_layout_prefixes{"-fsso-struct",
                                                                   "-fshort-double",
                                                                   "-fno-signed-bitfields",
                                                                   "-fno-unsigned-bitfields",
                                                                   "-m96bit-long-double",
                                                                   "-m128bit-long-double",
                                                                   "-malign-natural",
                                                                   "-malign-power",
                                                                   "-malign-int",
                                                                   "-mstructure-size-boundary",
                                                                   "-mint8",
                                                                   "-mshort",
                                                                   "-mlong32",
                                                                   "-mlong64",
                                                                   "-mgp"};

/// Options that clang knows but refuses for some machines, and that only concern calls and code.
constexpr std::array<unsigned, 4> code_only_options{
    options::OPT_mrecord_mcount,
    options::OPT_mnop_mcount,
    options::OPT_fpcc_struct_return,
    options::OPT_freg_struct_return,
};

bool is_foreign(const llvm::opt::Arg& argument, const llvm::Triple& triple) {
    if (matches_any(argument, code_only_options)) return true;
    // -mabi=ms and -mabi=sysv of GCC for x86 select the calling convention.
    if (triple.isX86() && argument.getOption().matches(options::OPT_mabi_EQ)) return true;
    if (!is_unknown(argument)) return false;
    const std::string_view spelling = argument.getSpelling();
    const bool is_layout =
        std::ranges::any_of(foreign_layout_prefixes, [&](auto prefix) { return spelling.starts_with(prefix); });
    return !is_layout && (spelling.starts_with("-f") || spelling.starts_with("-m") || spelling.starts_with("-W"));
}

/// One option as the command spells it. It may take several words.
struct Option {
    std::unique_ptr<llvm::opt::Arg> parsed;  // null if its value is missing or the word is empty
    std::size_t begin = 0;
    std::size_t end = 0;
};

bool is_file_name(const Option& option) {
    return option.parsed && option.parsed->getOption().getKind() == llvm::opt::Option::InputClass;
}

/// Calls `each` for every option before "--". Returns the index of "--".
template <typename Each>
std::size_t for_each_option(const std::vector<std::string>& arguments, Each each) {
    const auto stop = std::ranges::find(arguments, "--");
    std::vector<const char*> words;
    for (auto word = arguments.begin(); word != stop; ++word) words.push_back(word->c_str());
    const llvm::opt::InputArgList list(words.data(), words.data() + words.size());
    const auto& table = clang::driver::getDriverOptTable();
    unsigned at = words.empty() ? 0 : 1;  // the compiler's own name
    while (at < words.size()) {
        const unsigned begin = at;
        auto parsed = table.ParseOneArg(list, at, llvm::opt::Visibility(options::ClangOption));
        if (at == begin) ++at;
        at = std::min(at, static_cast<unsigned>(words.size()));
        each(Option{std::move(parsed), begin, at});
    }
    return words.size();
}

bool same_arch(const llvm::Triple& a, const llvm::Triple& b) {
    return a.getArch() == b.getArch();
}

bool same_system(const llvm::Triple& a, const llvm::Triple& b) {
    return a.getOS() == b.getOS() && a.getEnvironment() == b.getEnvironment();
}

Keep what_stays(const std::vector<std::string>& arguments, const Target& target) {
    if (target.triple.empty()) return {};
    const llvm::Triple had(triple_of(arguments));
    const llvm::Triple wanted(llvm::Triple::normalize(target.triple));
    const bool machine = same_arch(had, wanted);
    return {.machine = machine, .system = machine && same_system(had, wanted)};
}

}  // namespace

std::string absolute_path(const std::string& folder, const std::string& path) {
    llvm::SmallString<256> joined(path);
    if (llvm::sys::path::is_relative(joined)) {
        joined = folder;
        llvm::sys::path::append(joined, path);
    }
    llvm::sys::path::remove_dots(joined, /*remove_dot_dot=*/true);
    return std::string(joined.str());
}

std::string triple_of(const std::vector<std::string>& arguments) {
    llvm::Triple triple(llvm::sys::getDefaultTargetTriple());
    unsigned bits = 0;
    for_each_option(arguments, [&](const Option& option) {
        if (!option.parsed) return;
        const auto& kind = option.parsed->getOption();
        if (kind.matches(options::OPT_target)) {
            triple = llvm::Triple(llvm::Triple::normalize(option.parsed->getValue()));
        }
        if (kind.matches(options::OPT_m32)) bits = 32;
        if (kind.matches(options::OPT_m64)) bits = 64;
    });
    if (bits == 32 && triple.isArch64Bit()) triple = triple.get32BitArchVariant();
    if (bits == 64 && triple.isArch32Bit()) triple = triple.get64BitArchVariant();
    return triple.str();
}

std::vector<std::string> without_foreign_options(const std::vector<std::string>& arguments) {
    const llvm::Triple triple(triple_of(arguments));
    std::vector<std::string> kept;
    if (!arguments.empty()) kept.push_back(arguments.front());
    const std::size_t end = for_each_option(arguments, [&](const Option& option) {
        if (option.parsed && is_foreign(*option.parsed, triple)) return;
        for (std::size_t word = option.begin; word < option.end; ++word) kept.push_back(arguments[word]);
    });
    for (std::size_t word = end; word < arguments.size(); ++word) kept.push_back(arguments[word]);
    return kept;
}

std::vector<std::string> with_one_file(const std::vector<std::string>& arguments, const std::string& file,
                                       const std::string& directory) {
    const std::string wanted = absolute_path(directory, file);
    const auto is_file = [&](const std::string& word) { return absolute_path(directory, word) == wanted; };
    const auto is_input = [&](const Option& option) {
        return is_file_name(option) && !arguments[option.begin].starts_with('@');
    };
    std::size_t inputs = 0;
    std::size_t meant = 0;
    for_each_option(arguments, [&](const Option& option) {
        inputs += is_input(option) ? 1 : 0;
        meant += is_input(option) && is_file(arguments[option.begin]) ? 1 : 0;
    });
    if (inputs < 2 || meant != 1) return arguments;
    std::vector<std::string> kept(arguments.begin(), arguments.begin() + 1);
    const std::size_t end = for_each_option(arguments, [&](const Option& option) {
        if (is_input(option) && !is_file(arguments[option.begin])) return;
        for (std::size_t word = option.begin; word < option.end; ++word) kept.push_back(arguments[word]);
    });
    kept.insert(kept.end(), arguments.begin() + static_cast<std::ptrdiff_t>(end), arguments.end());
    return kept;
}

std::string unread_response_file(const std::vector<std::string>& arguments) {
    std::string unread;
    for_each_option(arguments, [&](const Option& option) {
        if (is_file_name(option) && arguments[option.begin].starts_with('@')) unread = arguments[option.begin];
    });
    return unread;
}

std::vector<std::string> adjust_command(const std::vector<std::string>& arguments, const Target& target,
                                        const std::vector<std::string>& extra_args) {
    const Keep keep = what_stays(arguments, target);
    std::vector<std::string> adjusted;
    if (!arguments.empty()) adjusted.push_back(arguments.front());

    bool drop_value = false;  // the next -Xclang is the value of an option that was dropped
    const std::size_t end = for_each_option(arguments, [&](const Option& option) {
        if (option.parsed) {
            const auto& argument = *option.parsed;
            if (is_output(argument)) return;
            if (!keep.machine && is_machine(argument)) return;
            if (!keep.system && matches_any(argument, system_options)) return;
            if (argument.getOption().matches(options::OPT_Xclang)) {
                const std::string_view value = argument.getValue();
                const bool dropped = std::exchange(drop_value, false);
                if (dropped) return;
                drop_value = llvm::is_contained(output_pairs, value) ||
                             (!keep.machine && llvm::is_contained(machine_pairs, value)) ||
                             value.starts_with("-plugin-arg-");
                if (drop_value) return;
            }
        }
        for (std::size_t word = option.begin; word < option.end; ++word) adjusted.push_back(arguments[word]);
    });

    // Warnings are not wanted, and must not become errors.
    adjusted.insert(adjusted.end(), {"-fsyntax-only", "-w"});
    if (!target.triple.empty() && !keep.system) adjusted.push_back("--target=" + target.triple);
    if (!target.sysroot.empty()) adjusted.push_back("--sysroot=" + target.sysroot);
    adjusted.insert(adjusted.end(), target.flags.begin(), target.flags.end());
    adjusted.insert(adjusted.end(), extra_args.begin(), extra_args.end());
    for (std::size_t word = end; word < arguments.size(); ++word) adjusted.push_back(arguments[word]);
    return adjusted;
}

}  // namespace abi::clang_reader
