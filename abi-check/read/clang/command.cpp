#include "read/clang/command.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string_view>
#include <utility>

#include "llvm/Support/Path.h"
#include "read/clang/gcc_options.h"
#include "read/clang/machine.h"
#include "read/clang/option_words.h"

namespace abi::clang_reader {
namespace {

namespace options = clang::driver::options;
using Words = std::vector<std::string>;

/// A row of left_out.def, without its reason.
constexpr unsigned left_out[] = {
#define LEFT_OUT(option, reason) options::OPT_##option,
#define LEFT_OUT_CC1(option, reason)
#define STAYS(option, reason)
#include "read/clang/left_out.def"
#undef LEFT_OUT
#undef LEFT_OUT_CC1
#undef STAYS
};
constexpr unsigned left_out_cc1[] = {
#define LEFT_OUT(option, reason)
#define LEFT_OUT_CC1(option, reason) options::OPT_##option,
#define STAYS(option, reason)
#include "read/clang/left_out.def"
#undef LEFT_OUT
#undef LEFT_OUT_CC1
#undef STAYS
};
constexpr unsigned stays[] = {
#define LEFT_OUT(option, reason)
#define LEFT_OUT_CC1(option, reason)
#define STAYS(option, reason) options::OPT_##option,
#include "read/clang/left_out.def"
#undef LEFT_OUT
#undef LEFT_OUT_CC1
#undef STAYS
};

/// Options that select the machine or belong to it, besides the group of -m options.
constexpr std::array machine_options{
    options::OPT_target,
    options::OPT_m_Group,
    options::OPT_arch,
    options::OPT_Xarch__,
    options::OPT_fcf_protection_EQ,
    options::OPT_fzero_call_used_regs_EQ,
    options::OPT_fxray_instrument,
    options::OPT_fpatchable_function_entry_EQ,
    options::OPT_fsplit_stack,
    options::OPT_moutline,
    options::OPT_moutline_atomics,
    options::OPT_mno_outline_atomics,
};
constexpr std::array machine_options_cc1{options::OPT_target_feature, options::OPT_target_cpu, options::OPT_tune_cpu};

/// Options of this group that can change a layout wherever a compiler takes them.
constexpr std::array layout_options{
    options::OPT_mabi_EQ,         options::OPT_malign_double,    options::OPT_mdouble_EQ,
    options::OPT_mlong_double_64, options::OPT_mlong_double_80,  options::OPT_mlong_double_128,
    options::OPT_mms_bitfields,   options::OPT_mno_ms_bitfields,
};

/// The ABIs that a machine has without -mabi, up to the passing of arguments; besides ilp32 and lp64.
constexpr std::array<std::string_view, 7> default_abis{"aapcs", "aapcs-linux", "32", "o32", "64", "elfv1", "elfv2"};

constexpr std::array system_options{
    options::OPT__sysroot_EQ,
    options::OPT_isysroot,
    options::OPT_gcc_toolchain,
    options::OPT_gcc_install_dir_EQ,
};

constexpr std::array plugins{options::OPT_fplugin_EQ, options::OPT_fplugin_arg};
constexpr std::array plugins_cc1{options::OPT_load, options::OPT_plugin, options::OPT_add_plugin,
                                 options::OPT_plugin_arg};

std::string text_of(const Words& words, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t at = begin; at < end; ++at) text += (text.empty() ? "" : " ") + words[at];
    return text;
}

Problem problem_with(const std::string& option, std::string_view why) {
    return {.place = {},
            .pointer = "",
            .expected = "options that this reader can follow",
            .found = option + ", " + std::string(why)};
}

bool is_left_out(const Option& option) {
    return is_any(option, left_out) && !is_any(option, stays);
}

/// The options behind -Xclang, as the front end gets them. `indices` holds the index of each word in the command.
struct FrontEndWords {
    Words words;
    std::vector<std::size_t> indices;
};

FrontEndWords front_end_words(const Words& command) {
    FrontEndWords found;
    for (const auto& option : options_of(command)) {
        if (!is(option, options::OPT_Xclang)) continue;
        found.words.emplace_back(option.parsed->getValue());
        found.indices.push_back(option.begin);
    }
    return found;
}

/// The words of a command that are dropped, and what is put in their place.
class Edit {
  public:
    explicit Edit(const Words& command) : command_(command) {}

    void drop(std::size_t begin, std::size_t end) {
        for (std::size_t at = begin; at < end; ++at) dropped_.insert(at);
    }
    void put(std::size_t begin, std::size_t end, std::span<const std::string_view> instead) {
        drop(begin, end);
        for (const auto word : instead) put_.emplace_back(word);
    }
    Words result() const {
        Words kept;
        const auto end = end_of_options(command_);
        for (std::size_t at = 0; at < end; ++at) {
            if (!dropped_.contains(at)) kept.push_back(command_[at]);
        }
        kept.insert(kept.end(), put_.begin(), put_.end());
        kept.insert(kept.end(), command_.begin() + static_cast<std::ptrdiff_t>(end), command_.end());
        return kept;
    }

  private:
    const Words& command_;
    std::set<std::size_t> dropped_;
    Words put_;
};

/// Calls `each` with every option behind -Xclang, and with a function that drops its words.
template <typename Each>
void for_each_front_end_option(const Words& command, Edit& edit, Each each) {
    const auto front_end = front_end_words(command);
    for (const auto& option : options_in(front_end.words, 0, front_end.words.size(), options::CC1Option)) {
        const auto drop = [&] {
            for (std::size_t at = option.begin; at < option.end; ++at) {
                edit.drop(front_end.indices[at], front_end.indices[at] + 2);
            }
        };
        each(option, text_of(front_end.words, option.begin, option.end), drop);
    }
}

/// The spelling by which gcc_options.def knows an option: with its value, if it has one.
std::string spelling_of(const Option& option, const Words& command) {
    if (is(option, options::OPT__param)) return "--param=" + std::string(option.parsed->getValue());
    if (is(option, options::OPT_specs) || is(option, options::OPT_specs_EQ)) {
        return "--specs=" + llvm::sys::path::filename(option.parsed->getValue()).str();
    }
    return command[option.begin];
}

/// -mabi=lp64 is the only ABI of clang for 64-bit Arm, and its driver does not know the name.
bool is_abi_of_aarch64(const Option& option, const Words& command) {
    return is(option, options::OPT_mabi_EQ) && std::string_view(option.parsed->getValue()) == "lp64" &&
           machine_of(command).isAArch64();
}

/// Removes or replaces the options that only GCC knows. Returns the first that cannot be followed.
std::optional<Problem> take_gcc_options(Words& command) {
    Edit edit(command);
    std::optional<Problem> problem;
    for (const auto& option : options_of(command)) {
        if (!option.parsed || is_file_name(option)) continue;
        if (is_abi_of_aarch64(option, command)) edit.drop(option.begin, option.end);
        const bool is_ignored = option.parsed->getOption().hasFlag(options::Ignored) ||
                                option.parsed->getOption().getUnaliasedOption().hasFlag(options::Ignored);
        const auto known = find_gcc_option(spelling_of(option, command), !is_unknown(option) && !is_ignored);
        if (known.spelling.empty()) continue;
        const auto end = std::min(option.end + (known.has_value ? 1 : 0), end_of_options(command));
        if (is_seen(known.effect)) {
            const auto why =
                "which can change " + std::string(name_of(known.effect)) + ", and which clang does not follow";
            if (!problem) problem = problem_with(text_of(command, option.begin, end), why);
        } else {
            edit.put(option.begin, end, known.instead);
        }
    }
    command = edit.result();
    return problem;
}

/// Whether a word is the value of an option that only GCC knows ("-aux-info x.c").
bool is_value(const Words& command, std::size_t at) {
    return at > 1 && find_gcc_option(command[at - 1], false).has_value;
}

std::optional<Problem> find_plugin(const Words& command) {
    constexpr std::string_view why = "a plugin, which can change a layout and is not loaded";
    for (const auto& option : options_of(command)) {
        if (is_any(option, plugins)) return problem_with(text_of(command, option.begin, option.end), why);
    }
    std::optional<Problem> problem;
    Edit edit(command);
    for_each_front_end_option(command, edit, [&](const Option& option, const std::string& text, auto /*drop*/) {
        if (!problem && is_any(option, plugins_cc1)) problem = problem_with("-Xclang " + text, why);
    });
    return problem;
}

bool is_default_abi(const Option& option, const llvm::Triple& machine) {
    if (!is(option, options::OPT_mabi_EQ)) return false;
    const std::string_view abi = option.parsed->getValue();
    if (abi.starts_with("ilp32")) return machine.isArch32Bit();
    if (abi.starts_with("lp64")) return machine.isArch64Bit();
    return std::ranges::find(default_abis, abi) != default_abis.end();
}

/// Whether an option of a command for another machine concerns that machine only.
bool is_of_machine(const Option& option, const Words& command, const llvm::Triple& machine) {
    if (is_any(option, layout_options)) return is_default_abi(option, machine);
    if (is_any(option, machine_options)) return true;
    const auto& word = command[option.begin];
    if (!is_unknown(option) || !word.starts_with("-m")) return false;
    const auto known = find_gcc_option(word, false);
    return known.effect == Effect::macro || (!known.spelling.empty() && !is_seen(known.effect));
}

/// Removes what a command of the build says about its machine, as far as the target replaces it.
std::optional<Problem> take_machine(Words& command, const Target& target) {
    if (target.triple.empty()) return std::nullopt;
    const auto had = machine_of(command);
    const llvm::Triple wanted(llvm::Triple::normalize(target.triple));
    const bool same_machine = is_same_machine(had, wanted);
    const bool same_system = same_machine && is_same_system(had, wanted);
    Edit edit(command);
    std::optional<Problem> problem;
    for (const auto& option : options_of(command)) {
        const bool is_system = is_any(option, system_options);
        if (is_system && !same_system && target.sysroot.empty() && !problem) {
            problem = Problem{.place = {},
                              .pointer = "",
                              .expected = "a \"sysroot\" of the target, because the command is for " + had.str(),
                              .found = "only " + text_of(command, option.begin, option.end) + " of the command"};
        }
        const bool is_replaced = is(option, options::OPT_target) || (is_system && !same_system);
        if (is_replaced || (!same_machine && is_of_machine(option, command, had))) edit.drop(option.begin, option.end);
    }
    for_each_front_end_option(command, edit, [&](const Option& option, const std::string& /*text*/, auto drop) {
        if (!same_machine && is_any(option, machine_options_cc1)) drop();
    });
    command = edit.result();
    return problem;
}

/// The options in the order of precedence, and the files.
Words with_additions(Words command, const Additions& additions) {
    const auto& target = additions.target;
    Words added = additions.flags;
    if (!target.triple.empty()) added.push_back("--target=" + target.triple);
    if (!target.sysroot.empty()) added.push_back("--sysroot=" + target.sysroot);
    added.insert(added.end(), target.flags.begin(), target.flags.end());
    added.insert(added.end(), additions.extra_args.begin(), additions.extra_args.end());
    command.insert(command.begin() + static_cast<std::ptrdiff_t>(end_of_options(command)), added.begin(), added.end());
    return command;
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

Words without_left_out(const Words& command) {
    Edit edit(command);
    for (const auto& option : options_of(command)) {
        if (is_left_out(option)) edit.drop(option.begin, option.end);
    }
    for_each_front_end_option(command, edit, [&](const Option& option, const std::string& /*text*/, auto drop) {
        if (is_any(option, left_out_cc1)) drop();
    });
    return edit.result();
}

Words with_one_file(const Words& command, const std::string& file, const std::string& directory) {
    const std::string wanted = absolute_path(directory, file);
    const auto is_meant = [&](const std::string& word) { return absolute_path(directory, word) == wanted; };
    const auto is_input = [&](const Option& option) {
        return is_file_name(option) && !command[option.begin].starts_with('@') && !is_value(command, option.begin);
    };
    const auto all = options_of(command);
    std::size_t inputs = 0;
    std::size_t meant = 0;
    for (const auto& option : all) {
        inputs += is_input(option) ? 1 : 0;
        meant += is_input(option) && is_meant(command[option.begin]) ? 1 : 0;
    }
    const bool is_behind = inputs == 0 || end_of_options(command) != command.size();
    if (is_behind || meant > 1 || (meant == 0 && inputs > 1)) return command;
    Words kept(command.begin(), command.begin() + 1);
    std::string spelled;
    for (const auto& option : all) {
        if (is_input(option)) {
            if (meant == 0 || is_meant(command[option.begin])) spelled = command[option.begin];
            continue;
        }
        // The language of the files that follow the one that is meant.
        if (!spelled.empty() && is(option, options::OPT_x)) continue;
        for (std::size_t word = option.begin; word < option.end; ++word) kept.push_back(command[word]);
    }
    kept.insert(kept.end(), {"--", spelled});
    return kept;
}

std::string unread_response_file(const Words& command) {
    std::string unread;
    for (const auto& option : options_of(command)) {
        if (is_file_name(option) && command[option.begin].starts_with('@')) unread = command[option.begin];
    }
    return unread;
}

AdjustedCommand adjust_command(const Words& command, const Additions& additions) {
    AdjustedCommand made{.arguments = command, .problem = std::nullopt};
    made.problem = take_machine(made.arguments, additions.target);
    made.arguments = with_additions(std::move(made.arguments), additions);
    if (auto problem = take_gcc_options(made.arguments); problem && !made.problem) made.problem = std::move(problem);
    made.arguments = without_left_out(made.arguments);
    made.arguments.insert(made.arguments.begin() + static_cast<std::ptrdiff_t>(end_of_options(made.arguments)),
                          "-fsyntax-only");
    if (auto problem = find_plugin(made.arguments); problem && !made.problem) made.problem = std::move(problem);
    return made;
}

}  // namespace abi::clang_reader
